//! Faces: finding them on disk, decoding them, splitting identities, preparing batches, drawing synthetic people.
//!
//! Owns everything between a folder and a batch of pixels. Knows no tensors, no network, no clock and no environment:
//! paths, seeds and limits come from the caller, and progress goes to a closure whose answer says whether to continue.

mod augment;
mod batches;
mod decode;
mod error;
mod hold_out;
mod limits;
mod listing;
mod load;
mod people;
mod photographs;
mod picture;
mod scan;
mod split;
mod store;
mod stream;
pub mod synthetic;
#[cfg(test)]
mod test_faces;

pub use augment::Augmentation;
pub use batches::{Batch, Pass, Sample, for_each_batch};
pub use decode::{MAX_ALLOCATION, MAX_SIDE, decode_face};
pub use error::{DatasetError, LoadError};
pub use hold_out::hold_out;
pub use limits::ScanLimits;
pub use listing::Unused;
pub use load::{Loaded, load_faces};
pub use photographs::{Photographs, SAME, Signature};
pub use picture::{ENDINGS, PictureError, PictureLimits, read_picture};
pub use scan::{IdentityFiles, PublicScan, Scan, scan_faces, scan_identities};
pub use split::{Split, SplitRequest};
pub use store::FaceStore;
pub use stream::stream;
