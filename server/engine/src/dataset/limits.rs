//! How much of a folder of faces is taken.

/// Which identities to take, and how much of each.
#[derive(Clone, Copy, Debug)]
pub struct ScanLimits {
    /// An identity with fewer pictures is left out.
    pub min_images: usize,
    /// At most this many pictures of an identity, the first by name; 0 means all.
    pub max_images: usize,
}
