//! What differs from picture to picture of one person.

use super::colour::{Colour, mix, wheel};
use super::dice::Dice;
use super::person::Person;

/// Pose, expression, light, surroundings and camera of one picture.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    /// Turn to the picture's right, in radians.
    pub yaw: f32,
    /// Look upwards, in radians.
    pub pitch: f32,
    /// Lean, in radians.
    pub roll: f32,
    pub scale: f32,
    pub offset: (f32, f32),
    /// -0.4 sad, 1 a wide smile.
    pub smile: f32,
    /// How far the mouth is open, in [0,1].
    pub open: f32,
    /// Brows up, in pixels.
    pub brows: f32,
    /// How far the eyes are open; 1 is usual.
    pub eyes: f32,
    /// Where the eyes look, in pixels.
    pub gaze: (f32, f32),
    /// Towards the light: right, down, to the viewer; of length 1.
    pub light: [f32; 3],
    /// Share of the directed light.
    pub key: f32,
    pub key_colour: Colour,
    pub ambient_colour: Colour,
    /// Brightness of the whole picture; 1 is usual.
    pub exposure: f32,
    pub contrast: f32,
    pub saturation: f32,
    /// Blur, as a standard deviation in pixels.
    pub blur: f32,
    /// Noise, as a standard deviation of channels in [0,1].
    pub noise: f32,
    pub glasses: bool,
    pub cloth: Colour,
    pub collar: Collar,
    pub backdrop: Backdrop,
    /// Decides small things, such as noise.
    pub grain_seed: u64,
}

/// What the person wears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Collar {
    Round,
    Open,
    Shirt,
}

/// The background.
#[derive(Clone, Debug)]
pub(super) struct Backdrop {
    pub top: Colour,
    pub bottom: Colour,
    /// Soft lights: x, y, radius, colour, strength.
    pub spots: Vec<(f32, f32, f32, Colour, f32)>,
}

impl Moment {
    /// The circumstances of picture `image` of `person`, who is `identity` of `seed`.
    pub(super) fn draw(seed: u64, identity: u64, image: u64, person: &Person) -> Self {
        let dice = &mut Dice::new(seed, "synthetic picture", &[identity, image]);
        let happy = dice.range(0.0, 1.0);
        let warmth = dice.around(1.0);
        Self {
            yaw: dice.around(0.42),
            pitch: dice.around(0.22),
            roll: dice.around(0.09),
            scale: 0.98 + dice.around(0.06),
            offset: (dice.around(2.5), 1.0 + dice.around(2.5)),
            smile: if happy < 0.25 { dice.range(-0.35, 0.05) } else { dice.range(0.05, 1.0) },
            open: if dice.chance(0.35) { dice.range(0.15, 0.9) } else { 0.0 },
            brows: dice.around(3.0),
            eyes: 1.0 + dice.around(0.28),
            gaze: (dice.around(2.2), dice.around(0.9)),
            light: light(dice),
            key: dice.range(0.35, 0.85),
            key_colour: mix(
                [1.0, 0.97, 0.92],
                if warmth > 0.0 { [1.0, 0.88, 0.73] } else { [0.86, 0.93, 1.0] },
                warmth.abs(),
            ),
            ambient_colour: mix([1.0; 3], wheel(dice.range(0.0, 1.0), 0.5, 1.0), dice.range(0.0, 0.16)),
            exposure: 1.0 + dice.around(0.24),
            contrast: 1.0 + dice.around(0.2),
            saturation: 1.0 + dice.around(0.22),
            blur: dice.range(0.0, 1.0).powi(3) * 1.1,
            noise: dice.range(0.002, 0.011),
            glasses: person.glasses.is_some_and(|glasses| dice.chance(glasses.habit)),
            cloth: wheel(dice.range(0.0, 1.0), dice.range(0.0, 0.6), dice.range(0.12, 0.85)),
            collar: dice.pick(&[Collar::Round, Collar::Open, Collar::Shirt]),
            backdrop: backdrop(dice),
            grain_seed: u64::from(dice.bits()),
        }
    }
}

fn light(dice: &mut Dice) -> [f32; 3] {
    let (side, height) = (dice.around(1.25), dice.range(0.1, 0.95));
    [side.sin() * height.cos(), -height.sin(), side.cos() * height.cos()]
}

fn backdrop(dice: &mut Dice) -> Backdrop {
    let hue = dice.range(0.0, 1.0);
    let value = dice.range(0.18, 0.9);
    let top = wheel(hue, dice.range(0.03, 0.38), value);
    let bottom =
        wheel((hue + dice.around(0.25)).rem_euclid(1.0), dice.range(0.03, 0.38), value * dice.range(0.6, 1.15));
    let count = dice.pick(&[0, 0, 3, 6, 9]);
    let spots = (0..count).map(|_| spot(dice, hue)).collect();
    Backdrop { top, bottom: bottom.map(|channel| channel.min(1.0)), spots }
}

fn spot(dice: &mut Dice, hue: f32) -> (f32, f32, f32, Colour, f32) {
    let colour = wheel((hue + dice.around(0.5)).rem_euclid(1.0), dice.range(0.1, 0.5), dice.range(0.2, 1.0));
    (dice.range(-10.0, 138.0), dice.range(-10.0, 138.0), dice.range(10.0, 42.0), colour, dice.range(0.2, 0.6))
}
