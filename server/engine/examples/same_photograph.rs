//! How well photographs are known again that were compressed or scaled anew or trimmed, and whether any two of
//! different people are taken for one. `FOLDER` holds `identities` and `public`, as laid out for an experiment; without
//! it people are drawn.
//!
//! `cargo run -p effigy-engine --example same_photograph -- FOLDER`

#![expect(clippy::print_stdout, reason = "an example that prints figures")]

#[path = "../src/dataset/photographs/rewritten.rs"]
mod rewritten;

use engine::dataset::synthetic::{FolderRequest, Overwrite, write_people, write_public};
use engine::dataset::{FaceStore, Photographs, SAME, ScanLimits, Signature};
use engine::dataset::{load_faces, scan_faces, scan_identities};
use rewritten::{REWRITTEN, TRIMMED, face};
use std::error::Error;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Photographs that are written anew, one in so many.
const EVERY: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let drawn = tempfile::tempdir()?;
    let folder = match std::env::args().nth(1) {
        Some(folder) => PathBuf::from(folder),
        None => draw(drawn.path())?,
    };
    let scan = scan_identities(&folder.join("identities"), ScanLimits { min_images: 1, max_images: 0 })?;
    let (mut files, mut owners) = (Vec::new(), Vec::new());
    for (person, identity) in scan.identities.into_iter().enumerate() {
        owners.extend(identity.files.iter().map(|_| person));
        files.extend(identity.files);
    }
    let start = Instant::now();
    let (registered, public) = (read(&files)?, read(&scan_faces(&folder.join("public"))?.files)?);
    println!("read in {:.1} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let photographs = Photographs::of(&registered);
    let twins: usize = photographs.same_of_all(&public).iter().map(Vec::len).sum();
    println!(
        "{twins} of {} pairs of a registered and a public photograph are one; compared in {:.2} s",
        registered.len() * public.len(),
        start.elapsed().as_secs_f64()
    );
    let same = photographs.same_of_all(&registered);
    let pairs = |wanted: bool| {
        let pairs = same.iter().enumerate().flat_map(|(one, found)| found.iter().map(move |other| (one, *other)));
        pairs.filter(|(one, other)| one < other && (owners[*one] == owners[*other]) == wanted).count()
    };
    println!("{} pairs of photographs of two registered people are one, {} of one person", pairs(false), pairs(true));
    println!(
        "the best of different people: {:.3} (one photograph from {SAME} on)",
        best(&registered, &owners, &public)
    );
    for (name, rewrite) in REWRITTEN.into_iter().chain(TRIMMED) {
        let some: Vec<usize> = (0..registered.len()).step_by(EVERY).collect();
        let found = some.iter().filter(|&&index| {
            let picture = image::RgbImage::from_raw(128, 128, registered.image(index).to_vec());
            picture.is_some_and(|picture| photographs.same(&face(&rewrite(&picture))).contains(&index))
        });
        println!("{name:36} {:>5} of {} found", found.count(), some.len());
    }
    Ok(())
}

/// The likeness of the two faces of different people that are most alike, of all pairs.
fn best(registered: &FaceStore, owners: &[usize], public: &FaceStore) -> f32 {
    let signatures = |faces: &FaceStore| -> Vec<_> {
        (0..faces.len()).map(|index| Signature::of(faces.image(index), faces.size())).collect()
    };
    let (own, others) = (signatures(registered), signatures(public));
    let people = own.iter().zip(owners.iter().map(Some)).chain(others.iter().map(|face| (face, None)));
    let people: Vec<_> = people.filter_map(|(face, owner)| Some((face.as_ref()?, owner))).collect();
    let pairs = own.iter().zip(owners).filter_map(|(face, owner)| Some((face.as_ref()?, owner)));
    let pairs = pairs.flat_map(|(face, owner)| {
        let others = people.iter().filter(move |(_, other)| *other != Some(owner));
        others.filter(move |(other, _)| face.is_worth_a_look(other)).map(move |(other, _)| face.likeness(other))
    });
    pairs.fold(-1.0, f32::max)
}

fn read(files: &[PathBuf]) -> Result<FaceStore, Box<dyn Error>> {
    let scratch = tempfile::tempdir()?;
    Ok(load_faces(files, 128, u64::MAX, scratch.path(), &mut |_, _| ControlFlow::Continue(()))?.store)
}

fn draw(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let request = FolderRequest { identities: 60, images: 20, public: 600, seed: 1, size: 128 };
    let mut on = |_, _| ControlFlow::Continue(());
    write_people(&folder.join("identities"), &request, Overwrite::Refuse, &mut on)?;
    write_public(&folder.join("public"), &request, Overwrite::Refuse, &mut on)?;
    Ok(folder.to_owned())
}
