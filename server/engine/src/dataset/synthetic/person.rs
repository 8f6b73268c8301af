//! What makes a drawn person that person.

use super::colour::{self, Colour};
use super::dice::Dice;

/// How the hair is worn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Bald,
    Fringed,
    Buzz,
    Crop,
    SidePart,
    Quiff,
    Curly,
    Afro,
    Bob,
    Long,
    Wavy,
    Bun,
    Scarf,
}

/// Hair on chin and lip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beard {
    None,
    Stubble,
    Moustache,
    Goatee,
    Full,
}

/// Numbers that stay the same in every picture. Lengths in pixels of a 128 x 128 picture; x from the middle of the
/// face, y down from the eyes.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// Decides small things, such as where freckles are.
    pub marks_seed: u64,
    pub skin: Colour,
    /// 0 young, 1 old.
    pub age: f32,
    /// 0 soft features, 1 strong ones.
    pub strength: f32,
    pub face_width: f32,
    pub jaw_width: f32,
    pub chin_width: f32,
    pub chin: f32,
    pub fullness: f32,
    pub hair: Colour,
    pub style: Style,
    pub hairline: f32,
    pub volume: f32,
    /// -1 or 1: the side of the parting.
    pub parting: f32,
    pub scarf: Colour,
    pub eye_distance: f32,
    pub eye_width: f32,
    pub eye_height: f32,
    /// Outer corner above the inner one, in pixels.
    pub eye_tilt: f32,
    /// How far the fold stands above the lid; 0 is none.
    pub crease: f32,
    pub iris: Colour,
    /// Darkened lids and long lashes.
    pub lashes: f32,
    pub brow_height: f32,
    pub brow_thickness: f32,
    pub brow_arch: f32,
    pub brow_slant: f32,
    pub brow_density: f32,
    pub nose_length: f32,
    pub nose_width: f32,
    pub nose_bridge: f32,
    pub mouth_height: f32,
    pub mouth_width: f32,
    pub upper_lip: f32,
    pub lower_lip: f32,
    pub lips: Colour,
    pub ears: f32,
    pub beard: Beard,
    pub freckles: f32,
    pub mole: Option<(f32, f32)>,
    pub glasses: Option<Glasses>,
}

/// A pair of glasses and how often it is worn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glasses {
    pub habit: f32,
    pub width: f32,
    pub height: f32,
    /// 2 is an ellipse, more is squarer.
    pub squareness: f32,
    pub rim: f32,
    pub colour: Colour,
}

const SOFT_STYLES: [Style; 14] = {
    use Style::*;
    [Bob, Bob, Long, Long, Long, Wavy, Wavy, Wavy, Bun, Fringed, Fringed, Curly, Crop, Scarf]
};
const STRONG_STYLES: [Style; 13] = {
    use Style::*;
    [Bald, Buzz, Crop, Crop, SidePart, SidePart, SidePart, Quiff, Quiff, Curly, Curly, Fringed, Wavy]
};
const CLOSE_STYLES: [Style; 8] = {
    use Style::*;
    [Afro, Afro, Buzz, Curly, Bun, Wavy, Bob, Bald]
};

impl Person {
    /// Person `identity` among those of `seed`.
    pub(super) fn draw(seed: u64, identity: u64) -> Self {
        let dice = &mut Dice::new(seed, "synthetic person", &[identity]);
        let strength = if dice.chance(0.5) { dice.range(0.0, 0.35) } else { dice.range(0.65, 1.0) };
        // More young than old.
        let (tone, age) = (dice.range(0.0, 1.0), dice.range(0.0, 1.0).powf(1.6));
        let face_width = 42.0 + dice.around(5.5);
        let jaw_width = face_width * (0.73 + 0.10 * strength) + dice.around(4.5);
        let skin = colour::skin(tone);
        let style = style(dice, strength, tone, age);
        Self {
            marks_seed: u64::from(dice.bits()),
            skin,
            age,
            strength,
            face_width,
            jaw_width,
            chin_width: 9.0 + 5.0 * strength + dice.around(4.0),
            chin: 59.0 + 3.0 * strength + dice.around(5.0),
            fullness: dice.around(1.0),
            hair: colour::hair(dice, tone, age),
            style,
            hairline: 36.0 + dice.around(6.0) + if strength > 0.5 { 6.0 * (age - 0.4).max(0.0) } else { 0.0 },
            volume: 5.0 + dice.around(4.0),
            parting: if dice.chance(0.5) { 1.0 } else { -1.0 },
            scarf: { colour::wheel(dice.range(0.0, 1.0), dice.range(0.1, 0.6), dice.range(0.3, 0.8)) },
            eye_distance: 21.0 + dice.around(2.2),
            eye_width: 9.8 + dice.around(1.6),
            eye_height: 4.9 + dice.around(1.5) - 0.4 * age,
            eye_tilt: dice.around(2.4),
            crease: if dice.chance(0.25) { 0.0 } else { dice.range(2.0, 4.2) },
            iris: colour::iris(dice, tone),
            lashes: (0.9 - strength + dice.around(0.5)).clamp(0.0, 1.0),
            brow_height: 13.2 + dice.around(3.0) - 1.2 * strength,
            brow_thickness: 1.7 + 1.4 * strength + dice.around(1.2),
            brow_arch: 2.8 - 1.3 * strength + dice.around(2.0),
            brow_slant: dice.around(2.6) - 1.2,
            brow_density: dice.range(0.65, 1.0),
            nose_length: 25.0 + dice.around(4.5) + age,
            nose_width: 8.2 + 1.2 * strength + 1.5 * tone + dice.around(2.8),
            nose_bridge: 1.0 + dice.around(0.7),
            mouth_height: 41.0 + dice.around(3.2),
            mouth_width: 15.5 + dice.around(4.0),
            upper_lip: 2.8 + 1.3 * tone - 0.8 * age - 0.4 * strength + dice.around(1.5),
            lower_lip: 4.3 + 1.4 * tone - 0.8 * age + dice.around(1.8),
            lips: lips(dice, skin, strength),
            ears: 1.0 + dice.around(0.4),
            beard: beard(dice, strength),
            freckles: if tone < 0.4 && dice.chance(0.3) { dice.range(0.3, 1.0) } else { 0.0 },
            mole: dice.chance(0.2).then(|| (dice.range(-28.0, 28.0), dice.range(18.0, 46.0))),
            glasses: dice.chance(0.2 + 0.2 * age).then(|| glasses(dice)),
        }
    }

    /// Where the mouth's middle line is, below the nose whatever was drawn.
    pub(super) fn mouth_line(&self) -> f32 {
        self.mouth_height.max(self.nose_length + 12.5).min(self.chin - 15.0)
    }
}

fn style(dice: &mut Dice, strength: f32, tone: f32, age: f32) -> Style {
    let own = if strength > 0.5 { dice.pick(&STRONG_STYLES) } else { dice.pick(&SOFT_STYLES) };
    let close = dice.pick(&CLOSE_STYLES);
    if strength > 0.5 && dice.chance(0.5 * (age - 0.4)) {
        return Style::Bald;
    }
    let close = match close {
        Style::Bob | Style::Bun | Style::Wavy if strength > 0.5 => Style::Buzz,
        Style::Bald if strength < 0.5 => Style::Afro,
        other => other,
    };
    if dice.chance((tone - 0.45) * 1.4) { close } else { own }
}

fn lips(dice: &mut Dice, skin: Colour, strength: f32) -> Colour {
    let natural = colour::flushed(colour::scaled(skin, 0.93), dice.range(0.35, 0.7));
    let painted = dice.pick(&[[0.72, 0.16, 0.20], [0.78, 0.33, 0.38], [0.52, 0.13, 0.20], [0.80, 0.42, 0.38]]);
    if strength < 0.5 && dice.chance(0.45) { colour::mix(natural, painted, dice.range(0.4, 0.85)) } else { natural }
}

fn beard(dice: &mut Dice, strength: f32) -> Beard {
    let drawn = dice.pick(&[Beard::Stubble, Beard::Stubble, Beard::Moustache, Beard::Goatee, Beard::Full, Beard::Full]);
    if strength > 0.5 && dice.chance(0.55) { drawn } else { Beard::None }
}

fn glasses(dice: &mut Dice) -> Glasses {
    let dark = colour::wheel(dice.range(0.0, 1.0), 0.4, dice.range(0.08, 0.3));
    let metal = dice.pick(&[[0.75, 0.65, 0.4], [0.6, 0.6, 0.62], dark, dark]);
    Glasses {
        habit: dice.pick(&[0.5, 0.95, 1.0]),
        width: dice.range(14.0, 17.5),
        height: dice.range(9.5, 14.0),
        squareness: dice.range(2.0, 5.0),
        rim: dice.range(1.0, 2.6),
        colour: metal,
    }
}
