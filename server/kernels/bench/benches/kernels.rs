//! Each kernel at each level of this machine: `cargo bench -p effigy-kernels-bench`. Figures are of all cores together.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use kernels::{AdamStep, AdamValues, Frozen, Learner, Level, Shape, adam, descend, multiply_adds, total_variation};

const IMAGE: usize = 3 * 128 * 128;

/// The paper's network.
fn shape() -> Shape {
    Shape {
        input: 128,
        channels: 3,
        convolutions: vec![[5, 8], [5, 16], [3, 32], [3, 64]],
        hidden: vec![1024, 1024],
        classes: 2041,
    }
}

/// Values that look random, within half of `scale` of 0.
fn noise(count: usize, scale: f32) -> Vec<f32> {
    let value = |at: usize| ((at.wrapping_mul(2_654_435_761) >> 8) & 0xffff) as f32 / 65_535.0 - 0.5;
    (0..count).map(|at| value(at) * scale).collect()
}

/// Weight and bias of each layer.
fn parameters() -> Vec<(Vec<f32>, Vec<f32>)> {
    let fans = [(8, 75), (16, 200), (32, 144), (64, 288), (1024, 4096), (1024, 1024), (2041, 1024)];
    fans.map(|(outputs, fan)| (noise(outputs * fan, 2.0 / (fan as f32).sqrt()), noise(outputs, 0.1))).into()
}

fn levels() -> impl Iterator<Item = Level> {
    Level::all().into_iter().skip(1)
}

fn network(criterion: &mut Criterion) {
    let parameters = parameters();
    let parameters: Vec<_> = parameters.iter().map(|(weight, bias)| (weight.as_slice(), bias.as_slice())).collect();
    for level in levels() {
        let frozen = Frozen::new(&shape(), &parameters, level).expect("covered");
        for batch in [1, 25] {
            let (images, slopes) = (noise(batch * IMAGE, 1.0), noise(batch * 2041, 0.01));
            let mut group = criterion.benchmark_group(format!("network/{}", level.name()));
            group.throughput(Throughput::Elements(batch as u64));
            group.bench_function(BenchmarkId::new("logits", batch), |bencher| bencher.iter(|| frozen.logits(&images)));
            group.bench_function(BenchmarkId::new("gradient", batch), |bencher| {
                bencher.iter_batched(
                    || frozen.tracked_logits(&images).1,
                    |tape| frozen.image_gradient(tape, &slopes),
                    BatchSize::PerIteration,
                );
            });
        }
    }
}

fn learning(criterion: &mut Criterion) {
    let flat: Vec<f32> =
        parameters()[..4].iter().flat_map(|(weight, bias)| weight.iter().chain(bias).copied()).collect();
    for level in levels() {
        let learner = Learner::new(&shape(), level).expect("covered");
        let (images, slopes) = (noise(64 * IMAGE, 1.0), noise(64 * learner.features_of_an_image(), 0.01));
        let mut group = criterion.benchmark_group(format!("learning/{}", level.name()));
        group.throughput(Throughput::Elements(64));
        group.bench_function("features", |bencher| bencher.iter(|| learner.features(&flat, &images).0));
        group.bench_function("gradient", |bencher| {
            bencher.iter_batched(
                || learner.features(&flat, &images).1,
                |activations| learner.gradient(activations, &slopes),
                BatchSize::PerIteration,
            );
        });
    }
}

fn values(criterion: &mut Criterion) {
    let (image, mut gradient) = (noise(IMAGE, 1.0), noise(IMAGE, 1.0));
    let (mut values, mut first, mut second) = (noise(IMAGE, 1.0), noise(IMAGE, 1.0), vec![0.1; IMAGE]);
    for level in levels() {
        let mut group = criterion.benchmark_group(format!("values/{}", level.name()));
        group.throughput(Throughput::Elements(IMAGE as u64));
        group.bench_function("total variation", |bencher| {
            bencher.iter(|| total_variation(level, &image, 128, &mut gradient));
        });
        group.bench_function("descend", |bencher| bencher.iter(|| descend(level, &mut values, &image, 1e-3)));
        group.bench_function("adam", |bencher| {
            bencher.iter(|| {
                let state = AdamValues { values: &mut values, first: &mut first, second: &mut second };
                adam(level, state, &image, AdamStep::after(9, 1e-3, [0.9, 0.999], 1e-8), true);
            });
        });
    }
}

fn peak(criterion: &mut Criterion) {
    for level in levels() {
        let mut group = criterion.benchmark_group(format!("peak/{}", level.name()));
        group.throughput(Throughput::Elements(multiply_adds(level, 10_000)));
        group.bench_function("multiply-adds", |bencher| bencher.iter(|| multiply_adds(level, 10_000)));
    }
}

criterion_group!(benches, network, learning, values, peak);
criterion_main!(benches);
