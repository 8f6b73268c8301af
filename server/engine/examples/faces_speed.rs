//! How fast faces are drawn, read and handed to training on this machine.
//!
//! `cargo run -p effigy-engine --example faces_speed`

#![expect(clippy::print_stdout, reason = "an example that prints figures")]

use engine::dataset::synthetic::{FolderRequest, Overwrite, write_people};
use engine::dataset::{Augmentation, Pass, Sample, for_each_batch, load_faces, scan_faces};
use std::error::Error;
use std::ops::ControlFlow;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let request = FolderRequest { identities: 50, images: 20, public: 0, seed: 1, size: 128 };
    let faces = u64::from(request.identities * request.images);

    let start = Instant::now();
    write_people(folder.path(), &request, Overwrite::Refuse, &mut |_, _| ControlFlow::Continue(()))?;
    report("drawn and written as PNG", faces, start);

    let files = scan_faces(folder.path())?.files;
    for (how, memory_limit) in [("read into memory", u64::MAX), ("read into a mapped file", 0)] {
        let start = Instant::now();
        load_faces(&files, 128, memory_limit, folder.path(), &mut |_, _| ControlFlow::Continue(()))?;
        report(how, faces, start);
    }

    let store = load_faces(&files, 128, u64::MAX, folder.path(), &mut |_, _| ControlFlow::Continue(()))?.store;
    let samples: Vec<Sample> = (0..store.len()).map(|image| Sample { image, label: 0 }).collect();
    let augmentation = Some(Augmentation { flip: true, shift: 6, brightness: 0.2 });
    let start = Instant::now();
    let _ = for_each_batch(&store, &samples, 64, augmentation, Pass::default(), &mut |_| ControlFlow::Continue(()));
    report("varied and put into batches", faces, start);
    Ok(())
}

fn report(what: &str, faces: u64, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{what:28} {:>7.0} images/s", faces as f64 / seconds);
}
