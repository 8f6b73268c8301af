use super::super::stream::stream;
use super::*;

/// Three by three pixels: red numbers them 0 to 8, green is 255, blue 51.
fn face() -> Vec<u8> {
    (0..9).flat_map(|i| [i, 255, 51]).collect()
}

/// Red as numbers again, after a change.
fn red(change: Change) -> Vec<u8> {
    let mut pixels = vec![9.0; 27];
    write_face(&face(), 3, change, &mut pixels);
    pixels[..9].iter().map(|value| (value * 255.0).round() as u8).collect()
}

#[test]
fn channels_become_planes() {
    let mut pixels = vec![9.0; 27];
    write_face(&face(), 3, Change::NONE, &mut pixels);
    assert_eq!(red(Change::NONE), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert!(pixels[9..18].iter().all(|&green| green == 1.0));
    assert!(pixels[18..].iter().all(|&blue| blue == 0.2));
}

#[test]
fn moving_repeats_the_edge() {
    assert_eq!(red(Change { right: 1, ..Change::NONE }), [0, 0, 1, 3, 3, 4, 6, 6, 7]);
    assert_eq!(red(Change { right: -2, ..Change::NONE }), [2, 2, 2, 5, 5, 5, 8, 8, 8]);
    assert_eq!(red(Change { down: 1, ..Change::NONE }), [0, 1, 2, 0, 1, 2, 3, 4, 5]);
    assert_eq!(red(Change { right: 9, down: -9, ..Change::NONE }), [6; 9]);
}

#[test]
fn mirroring_comes_before_moving() {
    assert_eq!(red(Change { flip: true, ..Change::NONE }), [2, 1, 0, 5, 4, 3, 8, 7, 6]);
    assert_eq!(red(Change { flip: true, right: 1, ..Change::NONE }), [2, 2, 1, 5, 5, 4, 8, 8, 7]);
}

#[test]
fn brightness_multiplies_and_clamps() {
    let mut pixels = vec![0.0; 27];
    write_face(&face(), 3, Change { factor: 1.5, ..Change::NONE }, &mut pixels);
    assert_eq!((pixels[2], pixels[9], pixels[18]), (2.0 / 255.0 * 1.5, 1.0, 51.0 / 255.0 * 1.5));
}

#[test]
fn draws_cover_their_range_and_no_more() {
    let augmentation = Augmentation { flip: true, shift: 2, brightness: 0.25 };
    let mut rng = stream(1, "test", &[]);
    let draws: Vec<_> = (0..500).map(|_| augmentation.draw(&mut rng)).collect();
    for shift in -2..=2 {
        assert!(draws.iter().any(|draw| draw.right == shift) && draws.iter().any(|draw| draw.down == shift));
    }
    assert!(draws.iter().all(|draw| draw.right.abs() <= 2 && draw.down.abs() <= 2));
    assert!(draws.iter().all(|draw| (0.75..=1.25).contains(&draw.factor)));
    assert!(draws.iter().any(|draw| draw.factor < 0.8) && draws.iter().any(|draw| draw.factor > 1.2));
    let mirrored = draws.iter().filter(|draw| draw.flip).count();
    assert!((200..=300).contains(&mirrored), "{mirrored} of 500 mirrored");
}

#[test]
fn nothing_asked_for_changes_nothing() {
    let augmentation = Augmentation { flip: false, shift: 0, brightness: 0.0 };
    let mut rng = stream(1, "test", &[]);
    assert!((0..50).all(|_| augmentation.draw(&mut rng) == Change::NONE));
}
