//! What the primitives compute. These tests are apart from the crate, whose code takes long to compile a second time.

use primitives::{Matrix, Square, Threads, add_product, append_jpeg, product, resize, symmetric_eigen};

#[test]
fn products_worked_by_hand() {
    let left = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let right = [1.0, 0.0, 2.0, 1.0, 0.0, 3.0];
    let (left, right) = (Matrix::new(&left, 2, 3), Matrix::new(&right, 3, 2));
    for threads in [Threads::One, Threads::All] {
        let mut into = [9.0; 4];
        product(left, right, 2.0, threads, &mut into);
        assert_eq!(into, [10.0, 22.0, 28.0, 46.0]);
    }
    let mut into = [1.0; 4];
    add_product(left, right, &mut into);
    assert_eq!(into, [6.0, 12.0, 15.0, 24.0]);
    let mut into = [0.0; 9];
    product(left.transposed(), left, 1.0, Threads::One, &mut into);
    assert_eq!(into, [17.0, 22.0, 27.0, 22.0, 29.0, 36.0, 27.0, 36.0, 45.0]);
}

#[test]
fn eigenvectors_worked_by_hand() {
    let found = symmetric_eigen(&[2.0, 1.0, 1.0, 2.0], 2).expect("converges");
    for (at, (value, sign)) in [(1.0, -1.0), (3.0, 1.0)].into_iter().enumerate() {
        assert!((found.values()[at] - value).abs() < 1e-12);
        let (first, second) = (found.element(at, 0), found.element(at, 1));
        assert!((first.abs() - 0.5_f64.sqrt()).abs() < 1e-12 && (first - sign * second).abs() < 1e-12);
    }
}

#[test]
#[should_panic]
fn shapes_that_do_not_belong_together_are_not_multiplied() {
    product(Matrix::new(&[0.0; 6], 2, 3), Matrix::new(&[0.0; 6], 2, 3), 1.0, Threads::One, &mut [0.0; 4]);
}

#[test]
fn a_part_is_resized_and_its_neighbours_are_seen_at_its_edges_alone() {
    // Two squares side by side, one grey and one white.
    let row: Vec<u8> = (0..8).flat_map(|column| [if column < 4 { 90 } else { 255 }; 3]).collect();
    let picture = row.repeat(4);
    for (left, value) in [(0, 90), (4, 255)] {
        let mut into = vec![0; 7 * 7 * 3];
        resize(&picture, [8, 4], Square { left, top: 0, side: 4 }, 7, &mut into);
        let far = if left == 0 { 0..3 } else { 4..7 };
        let seen = far.flat_map(|column| &into[3 * column..][..3]);
        assert!(seen.copied().all(|byte| byte == value), "{into:?}");
    }
}

#[test]
#[should_panic(expected = "inside")]
fn a_part_that_is_not_inside_is_refused() {
    resize(&[0; 4 * 4 * 3], [4, 4], Square { left: 1, top: 0, side: 4 }, 2, &mut [0; 12]);
}

#[test]
fn it_decodes_to_about_the_picture_that_went_in_and_is_appended() {
    let picture: Vec<u8> = (0..32 * 16_u16).flat_map(|at| [(at % 32 * 8) as u8, (at / 32 * 16) as u8, 128]).collect();
    let mut bytes = vec![7];
    append_jpeg(&picture, [32, 16], 85, &mut bytes).expect("encodes");
    assert_eq!(bytes[0], 7);
    let back = image::load_from_memory(&bytes[1..]).expect("a JPEG").to_rgb8();
    assert_eq!(back.dimensions(), (32, 16));
    let worst = back.as_raw().iter().zip(&picture).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(worst < Some(24), "{worst:?}");
    assert!(append_jpeg(&picture[..9], [32, 16], 85, &mut bytes).is_err());
}
