//! Limits on the pictures taken from a folder of faces.

/// Which identities to take, and how much of each.
#[derive(Clone, Copy, Debug)]
pub struct ScanLimits {
    /// An identity with fewer pictures is left out.
    pub min_images: usize,
    /// At most this many pictures of an identity, in order of name; 0 means all.
    pub max_images: usize,
}
