//! What a camera does to a scene: exposure, contrast, colour, blur, noise.

use super::canvas::Canvas;
use super::dice::Dice;
use super::moment::Moment;
use image::RgbImage;

/// The finished picture.
pub(super) fn expose(canvas: &Canvas, moment: &Moment) -> RgbImage {
    let size = canvas.pixmap.width();
    let mut pixels = graded(canvas.pixmap.data(), moment);
    if moment.blur > 0.25 {
        blur(&mut pixels, size as usize, moment.blur * canvas.scale());
    }
    let dice = &mut Dice::new(moment.grain_seed, "grain", &[]);
    let bytes = pixels.iter().flat_map(|pixel| grain(*pixel, moment.noise, dice)).collect();
    RgbImage::from_raw(size, size, bytes).unwrap_or_else(|| RgbImage::new(size, size))
}

fn graded(data: &[u8], moment: &Moment) -> Vec<[f32; 3]> {
    let grade = |pixel: &[u8]| {
        let colour = [pixel[0], pixel[1], pixel[2]].map(|channel| f32::from(channel) / 255.0 * moment.exposure);
        let grey = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2];
        colour.map(|channel| ((grey + (channel - grey) * moment.saturation) - 0.5) * moment.contrast + 0.5)
    };
    data.chunks_exact(4).map(grade).collect()
}

/// Rows, then columns, with a bell curve.
fn blur(pixels: &mut [[f32; 3]], size: usize, deviation: f32) {
    let reach = (deviation * 2.5).ceil() as usize;
    let weights: Vec<f32> = (0..=reach).map(|i| (-0.5 * (i as f32 / deviation).powi(2)).exp()).collect();
    let sum = weights[0] + 2.0 * weights[1..].iter().sum::<f32>();
    let mut line = vec![[0.0; 3]; size];
    for (start, step) in (0..size).map(|y| (y * size, 1)).chain((0..size).map(|x| (x, size))) {
        for (i, pixel) in line.iter_mut().enumerate() {
            *pixel = pixels[start + i * step];
        }
        for i in 0..size {
            let mut total = line[i].map(|channel| channel * weights[0]);
            for (k, weight) in weights.iter().enumerate().skip(1) {
                let (before, after) = (line[i.saturating_sub(k)], line[(i + k).min(size - 1)]);
                for channel in 0..3 {
                    total[channel] += weight * (before[channel] + after[channel]);
                }
            }
            pixels[start + i * step] = total.map(|channel| channel / sum);
        }
    }
}

/// Four random bytes make one near-bell-shaped number of deviation 1, shared by the channels, plus a little colour.
fn grain(pixel: [f32; 3], noise: f32, dice: &mut Dice) -> [u8; 3] {
    let [a, b, c, d] = dice.bits().to_le_bytes().map(|byte| f32::from(byte) / 127.5 - 1.0);
    let common = (a + b + c + d) * 0.866;
    let tints = [a - b, b - c, c - d];
    std::array::from_fn(|i| ((pixel[i] + noise * (common + 0.3 * tints[i])) * 255.0 + 0.5).clamp(0.0, 255.0) as u8)
}
