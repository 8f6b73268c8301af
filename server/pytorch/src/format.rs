//! What kind of file the first bytes speak of.

/// A kind of file that may hold a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A ZIP archive, as `torch.save` has written since version 1.6.
    Zip,
    /// A stream of pickles, as it wrote before.
    Legacy,
    /// A TAR archive, as it wrote before version 0.1.10.
    Tar,
    /// A safetensors file.
    Safetensors,
}

/// Bytes that [`Format::of`] looks at.
pub const HEAD: usize = 4096;

/// The number `0x1950a86a20f9469cfc6c` that opens a legacy file, in binary and in text.
const MAGIC: [&[u8]; 2] = [&[0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19], b"119547037146038801333356"];

/// How far into a file that number is looked for: each version of pickles frames it differently.
const MAGIC_WITHIN: usize = 64;

/// The largest header of a safetensors file, in bytes.
const MOST_HEADER: u64 = 100_000_000;

impl Format {
    /// Of a file that begins with these bytes, if it is one of these kinds.
    pub fn of(head: &[u8]) -> Option<Self> {
        let start = &head[..head.len().min(MAGIC_WITHIN)];
        let has_magic = MAGIC.iter().any(|magic| start.windows(magic.len()).any(|bytes| bytes == *magic));
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            Some(Self::Zip)
        } else if head.get(257..262) == Some(b"ustar") {
            Some(Self::Tar)
        } else if is_safetensors(head) {
            Some(Self::Safetensors)
        } else if has_magic {
            Some(Self::Legacy)
        } else {
            None
        }
    }
}

/// The length of a header, and the brace that it begins with.
fn is_safetensors(head: &[u8]) -> bool {
    let length = head.first_chunk().map(|bytes| u64::from_le_bytes(*bytes));
    length.is_some_and(|length| length <= MOST_HEADER) && head.get(8) == Some(&b'{')
}
