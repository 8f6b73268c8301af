//! Colours of people and things: sRGB, each channel in [0,1].

use super::dice::Dice;

/// Red, green, blue.
pub(super) type Colour = [f32; 3];

/// From the lightest to the darkest; a person's skin lies between two neighbours.
const SKIN: [Colour; 8] = [
    [0.97, 0.85, 0.77],
    [0.95, 0.79, 0.68],
    [0.90, 0.72, 0.58],
    [0.82, 0.63, 0.47],
    [0.71, 0.51, 0.36],
    [0.58, 0.40, 0.28],
    [0.45, 0.30, 0.21],
    [0.33, 0.22, 0.16],
];

const BLACK: Colour = [0.09, 0.075, 0.075];
const DARK_BROWN: Colour = [0.20, 0.13, 0.09];
const GREY: Colour = [0.72, 0.71, 0.70];

/// Hair that goes with light skin; darker skin has black or dark brown hair.
const LIGHT_HAIR: [Colour; 7] = [
    [0.36, 0.22, 0.13],
    [0.48, 0.32, 0.18],
    [0.62, 0.45, 0.25],
    [0.84, 0.70, 0.44],
    [0.91, 0.82, 0.62],
    [0.60, 0.26, 0.10],
    [0.40, 0.14, 0.07],
];

const LIGHT_IRIS: [Colour; 4] = [[0.35, 0.52, 0.68], [0.45, 0.56, 0.60], [0.36, 0.50, 0.34], [0.50, 0.42, 0.24]];
const DARK_IRIS: [Colour; 3] = [[0.36, 0.22, 0.12], [0.24, 0.15, 0.09], [0.17, 0.11, 0.08]];

/// Part `t` of the way from `a` to `b`.
pub(super) fn mix(a: Colour, b: Colour, t: f32) -> Colour {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * t)
}

/// `colour` with every channel multiplied; above 1 is lighter.
pub(super) fn scaled(colour: Colour, factor: f32) -> Colour {
    colour.map(|channel| (channel * factor).clamp(0.0, 1.0))
}

/// `colour` as skin shows it where blood is near.
pub(super) fn flushed(colour: Colour, t: f32) -> Colour {
    mix(colour, [colour[0] * 0.92, colour[1] * 0.55, colour[2] * 0.55], t)
}

/// Skin at `tone` in [0,1], light to dark.
pub(super) fn skin(tone: f32) -> Colour {
    let place = tone.clamp(0.0, 1.0) * (SKIN.len() - 1) as f32;
    let lower = (place as usize).min(SKIN.len() - 2);
    mix(SKIN[lower], SKIN[lower + 1], place - lower as f32)
}

/// Hair that goes with a skin tone and an age in [0,1].
pub(super) fn hair(dice: &mut Dice, tone: f32, age: f32) -> Colour {
    let dark = mix(BLACK, DARK_BROWN, dice.range(0.0, 1.2));
    let light = dice.pick(&LIGHT_HAIR);
    let young = if dice.chance(0.85 - 1.3 * tone) { light } else { dark };
    let grey = ((age - 0.6) * 2.6 + dice.range(-0.3, 0.3)).clamp(0.0, 0.95);
    mix(young, GREY, grey)
}

/// An iris that goes with a skin tone.
pub(super) fn iris(dice: &mut Dice, tone: f32) -> Colour {
    let (light, dark) = (dice.pick(&LIGHT_IRIS), dice.pick(&DARK_IRIS));
    if dice.chance(0.75 - 1.4 * tone) { light } else { dark }
}

/// A colour of the wheel (`hue` in [0,1]), greyed to `saturation`, at `value`.
pub(super) fn wheel(hue: f32, saturation: f32, value: f32) -> Colour {
    let channel = |shift: f32| ((hue + shift).fract() * 6.0 - 3.0).abs() - 1.0;
    [0.0, 2.0 / 3.0, 1.0 / 3.0].map(|shift| value * (1.0 + saturation * (channel(shift).clamp(0.0, 1.0) - 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: Colour, b: Colour) -> bool {
        a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5)
    }

    #[test]
    fn the_wheel_starts_red_and_goes_by_green_and_blue() {
        assert!(near(wheel(0.0, 1.0, 1.0), [1.0, 0.0, 0.0]));
        assert!(near(wheel(1.0 / 3.0, 1.0, 1.0), [0.0, 1.0, 0.0]));
        assert!(near(wheel(2.0 / 3.0, 0.5, 0.8), [0.4, 0.4, 0.8]));
        assert!(near(wheel(0.7, 0.0, 0.3), [0.3; 3]));
    }

    #[test]
    fn skin_runs_from_light_to_dark_through_its_samples() {
        assert!(near(skin(0.0), SKIN[0]) && near(skin(1.0), SKIN[7]));
        assert!(near(skin(0.5), mix(SKIN[3], SKIN[4], 0.5)));
    }
}
