use super::*;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use proptest::prelude::*;

const PLENTY: u64 = 1 << 20;

/// What an encoder can be asked for.
#[derive(Clone, Copy, Debug)]
struct Kind {
    sampling: SamplingFactor,
    is_progressive: bool,
    is_optimised: bool,
    restart: u16,
    colour: ColorType,
}

const PLAIN: Kind = Kind {
    sampling: SamplingFactor::R_4_4_4,
    is_progressive: false,
    is_optimised: false,
    restart: 0,
    colour: ColorType::Rgb,
};

const KINDS: [Kind; 9] = [
    PLAIN,
    Kind { sampling: SamplingFactor::R_4_2_0, ..PLAIN },
    Kind { sampling: SamplingFactor::R_4_2_2, is_optimised: true, ..PLAIN },
    Kind { sampling: SamplingFactor::R_4_1_1, restart: 3, ..PLAIN },
    Kind { is_progressive: true, ..PLAIN },
    Kind { is_progressive: true, sampling: SamplingFactor::R_4_2_0, is_optimised: true, ..PLAIN },
    Kind { is_progressive: true, restart: 2, ..PLAIN },
    Kind { colour: ColorType::Luma, ..PLAIN },
    Kind { colour: ColorType::Cmyk, restart: 1, ..PLAIN },
];

/// A picture whose sides are no multiples of a block, with something in every block.
fn encoded(kind: Kind) -> Vec<u8> {
    let (width, height) = (83_u16, 45_u16);
    let samples = match kind.colour {
        ColorType::Luma => 1,
        ColorType::Cmyk => 4,
        _ => 3,
    };
    let value = |at: usize| (at * at / 7 + at * 31 / 5) as u8;
    let pixels: Vec<u8> = (0..usize::from(width) * usize::from(height) * samples).map(value).collect();
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, 85);
    encoder.set_sampling_factor(kind.sampling);
    encoder.set_progressive(kind.is_progressive);
    encoder.set_optimized_huffman_tables(kind.is_optimised);
    encoder.set_restart_interval(kind.restart);
    encoder.encode(&pixels, width, height, kind.colour).expect("encoded");
    out
}

/// A drawn pattern of 37 x 29 pixels, whose coefficients come bit by bit: by Pillow, `save(file, quality=80,
/// progressive=True)`.
const REFINED: &[u8] = include_bytes!("refined.jpg");

fn files() -> impl Iterator<Item = (String, Vec<u8>)> {
    let refined = ("coefficients bit by bit".to_owned(), REFINED.to_vec());
    KINDS.into_iter().map(|kind| (format!("{kind:?}"), encoded(kind))).chain([refined])
}

/// Where the data of the first scan begins.
fn first_data(file: &[u8]) -> usize {
    let scan = file.windows(2).position(|two| two == [0xff, START_OF_SCAN]).expect("a scan");
    scan + 2 + usize::from(u16::from_be_bytes([file[scan + 2], file[scan + 3]]))
}

#[test]
fn whole_files_of_every_kind_are_taken() {
    for (kind, mut file) in files() {
        assert_eq!(check(&file, PLENTY), Ok(()), "{kind}");
        file.extend_from_slice(b"\xff\xd8 a film, or a second picture");
        assert_eq!(check(&file, PLENTY), Ok(()), "{kind}: what comes behind is of no interest");
    }
}

#[test]
fn cuts_are_refused_wherever_they_are() {
    for (kind, file) in files() {
        for length in 2..file.len() {
            assert!(check(&file[..length], PLENTY).is_err(), "{kind}: {length} of {} bytes", file.len());
        }
    }
}

/// What programs make of a download that broke off: decoders take such files for whole, and the missing part is grey.
#[test]
fn cuts_are_refused_even_with_an_end_behind_them() {
    for (kind, file) in files() {
        for length in first_data(&file)..file.len() - 2 {
            let ended = [&file[..length], &[0xff, END]].concat();
            assert!(check(&ended, PLENTY).is_err(), "{kind}: {length} of {} bytes", file.len());
        }
    }
}

/// JPEG has no checksum, so a damaged file occasionally still decodes cleanly; the larger the gap, the less often.
#[test]
fn holes_are_refused() {
    for (kind, file) in files() {
        let data = first_data(&file);
        let hole = (file.len() - data) / 3;
        let places: Vec<usize> = (data..file.len() - hole - 2).step_by(7).collect();
        let taken = places.iter().filter(|at| check(&[&file[..**at], &file[**at + hole..]].concat(), PLENTY).is_ok());
        assert_eq!(taken.count(), 0, "{kind}: of {} holes", places.len());
    }
}

#[test]
fn a_file_with_too_many_pixels_is_left_to_the_decoder() {
    let file = encoded(PLAIN);
    assert_eq!(check(&file[..file.len() / 2], 83 * 45 - 1), Ok(()));
}

proptest! {
    /// Files from outside may say anything.
    #[test]
    fn damage_ends_in_an_answer(kind in 0..=KINDS.len(), changes in prop::collection::vec((2_usize..4000, any::<u8>()), 1..8)) {
        let mut file = KINDS.get(kind).map_or(REFINED.to_vec(), |kind| encoded(*kind));
        for (at, value) in changes {
            let at = 2 + at % (file.len() - 2);
            file[at] = value;
        }
        let _ = check(&file, PLENTY);
    }
}
