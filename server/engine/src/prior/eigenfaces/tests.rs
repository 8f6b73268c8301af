use super::*;

/// Faces of `side` pixels, all grey but for a random bright left or right edge and a random overall brightness.
fn faces(count: usize, side: usize) -> FaceStore {
    let mut pixels = Vec::new();
    for face in 0..count {
        let base = 100 + (face * 37 % 61) as u8;
        let edge = (face * 53 % 97) as u8;
        for _ in 0..side {
            for column in 0..side {
                let value = if column == 0 { base + edge } else { base };
                pixels.extend([value; 3]);
            }
        }
    }
    FaceStore::from_bytes(side as u32, pixels)
}

fn pictures(store: &FaceStore) -> Pictures {
    Pictures { size: store.size(), bytes: (0..store.len()).flat_map(|face| store.image(face)).copied().collect() }
}

/// Faces `[n, 3, side, side]` of coefficients.
fn of_coefficients(prior: &Eigenfaces, coefficients: &[f32]) -> Vec<f32> {
    let face = |coefficients: &[f32]| {
        let mut sum = prior.mean().to_vec();
        for (coefficient, component) in coefficients.iter().zip(prior.components().chunks_exact(sum.len())) {
            sum.iter_mut().zip(component).for_each(|(sum, value)| *sum += coefficient * value);
        }
        sum
    };
    coefficients.chunks_exact(prior.len()).flat_map(face).collect()
}

#[test]
fn faces_that_vary_in_three_ways_have_three_components_and_come_back_from_them() {
    let store = faces(40, 6);
    let prior = Eigenfaces::learn(&store, 6, 10, 1).expect("learnt");
    // Brightness, the edges together (both even), and the difference of the edges (odd).
    assert_eq!(prior.len(), 3, "{:?}", prior.variances);
    assert!(prior.explained() > 0.999, "{}", prior.explained());
    let pictures = pictures(&store);
    let back = of_coefficients(&prior, &prior.coefficients(&pictures));
    let far = back.iter().zip(pictures.planes()).map(|(one, other)| (one - other).abs()).fold(0.0, f32::max);
    assert!(far < 1e-3, "{far}");
}

#[test]
fn over_the_faces_and_their_mirror_images_coefficients_have_mean_zero_and_variance_one() {
    let store = faces(40, 6);
    let prior = Eigenfaces::learn(&store, 6, 10, 1).expect("learnt");
    let mirrored: Vec<u8> = (0..store.len())
        .flat_map(|face| {
            store
                .image(face)
                .chunks(18)
                .flat_map(|line| line.chunks(3).rev().flatten().copied().collect::<Vec<_>>())
                .collect::<Vec<_>>()
        })
        .collect();
    let both = Pictures { size: 6, bytes: [pictures(&store).bytes, mirrored].concat() };
    let coefficients = prior.coefficients(&both);
    for component in 0..prior.len() {
        let values = || coefficients.iter().skip(component).step_by(prior.len());
        let mean = values().sum::<f32>() / 80.0;
        let variance = values().map(|value| value * value).sum::<f32>() / 80.0;
        assert!(mean.abs() < 1e-3 && (variance - 1.0).abs() < 1e-2, "{component}: {mean} {variance}");
    }
}

#[test]
fn the_same_faces_give_the_same_bytes_and_a_file_comes_back() {
    let learn = || Eigenfaces::learn(&faces(40, 8), 8, 2, 1).expect("learnt");
    let bytes = learn().to_bytes();
    assert_eq!(bytes, learn().to_bytes());
    assert_eq!(Eigenfaces::from_bytes(&bytes), Ok(learn()));
    assert_eq!(learn().len(), 2);
    assert!(matches!(Eigenfaces::from_bytes(&bytes[..200]), Err(PriorError::File(_))));
}

#[test]
fn faces_are_shown_at_the_size_that_is_asked_for() {
    let prior = Eigenfaces::learn(&faces(40, 6), 12, 5, 1).expect("learnt");
    assert_eq!((prior.side(), prior.mean().len()), (12, 3 * 12 * 12));
}

#[test]
fn too_few_faces_and_faces_that_are_all_alike_are_refused() {
    assert_eq!(Eigenfaces::learn(&faces(2, 4), 4, 5, 1), Err(PriorError::TooFew(2)));
    let alike = FaceStore::from_bytes(2, vec![7; 12 * 5]);
    assert_eq!(Eigenfaces::learn(&alike, 2, 5, 1), Err(PriorError::TooFew(5)));
}
