//! The colour of an identity, the same on every page: Okabe and Ito's palette, safe for colour-blind people.
//!
//! Pages use the style sheet's variables, which follow light and dark; files use the light values here.

/// The number of colours; further identities reuse them.
pub const COLOURS: usize = 7;

/// Light values, in the order of the style sheet's `--series-0` and on. Orange, sky blue and yellow are darkened, so
/// that lines have a contrast of 3:1 to white.
const LIGHT: [(u8, u8, u8); COLOURS] = [
    (0x00, 0x72, 0xb2),
    (0xd5, 0x5e, 0x00),
    (0x00, 0x8f, 0x68),
    (0xb8, 0x5c, 0x92),
    (0xb9, 0x7a, 0x00),
    (0x2f, 0x8f, 0xc4),
    (0x8f, 0x86, 0x00),
];

/// The colour of the identity at `index`, on paper.
pub fn light(index: usize) -> (u8, u8, u8) {
    LIGHT[index % COLOURS]
}

/// The style sheet's variable for the identity at `index`.
pub fn variable(index: usize) -> String {
    format!("var(--series-{})", index % COLOURS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance((r, g, b): (u8, u8, u8)) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    #[test]
    fn every_colour_stands_out_from_paper() {
        for index in 0..COLOURS {
            let contrast = 1.05 / (luminance(light(index)) + 0.05);
            assert!(contrast >= 3.0, "colour {index} has contrast {contrast:.2}");
        }
    }

    #[test]
    fn more_identities_than_colours_start_again() {
        assert_eq!((light(COLOURS), variable(COLOURS + 1)), (light(0), "var(--series-1)".into()));
    }
}
