//! Binary frames of the live stream: a 32-byte header, then one encoded picture of one clone. A message holds one or
//! more frames, concatenated.
//!
//! | bytes | little-endian field |
//! | --- | --- |
//! | 0..8 | sequence, u64: grows by at least one with every frame of a run |
//! | 8..12 | iteration, u32: steps the attack had taken |
//! | 12..14 | target, u16: index of the target identity |
//! | 14..16 | slot, u16: index of the clone |
//! | 16..18 | width, u16 |
//! | 18..20 | height, u16 |
//! | 20 | codec, u8: 1 JPEG, 2 PNG |
//! | 21 | version, u8: 1 |
//! | 22..24 | reserved, zero |
//! | 24..28 | length of the picture in bytes, u32 |
//! | 28..32 | target score, f32 |
//!
//! A stored snapshot is a concatenation of such frames.

/// Bytes of a header.
pub const HEADER_BYTES: usize = 32;
const VERSION: u8 = 1;

/// How a frame's picture is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// Lossy, for previews.
    Jpeg,
    /// Lossless.
    Png,
}

impl Codec {
    /// The picture's media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// The header of a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrameHeader {
    /// Increases with every frame of a run.
    pub sequence: u64,
    /// Steps taken.
    pub iteration: u32,
    /// Index of the target identity.
    pub target: u16,
    /// Index of the clone.
    pub slot: u16,
    /// Pixels.
    pub width: u16,
    /// Pixels.
    pub height: u16,
    /// How the picture is encoded.
    pub codec: Codec,
    /// Length of the picture in bytes.
    pub length: u32,
    /// Confidence of the target recognizer, in [0,1].
    pub target_score: f32,
}

/// Why bytes are not a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Fewer bytes than the header or the announced picture needs.
    #[error("a frame ends before its picture does")]
    Short,
    /// Another version of the format.
    #[error("a frame of version {0}, this program reads version 1; reload the page")]
    Version(u8),
    /// An unknown encoding.
    #[error("a frame with unknown codec {0}")]
    Codec(u8),
}

impl FrameHeader {
    /// The header's bytes.
    pub fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        bytes[0..8].copy_from_slice(&self.sequence.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.iteration.to_le_bytes());
        bytes[12..14].copy_from_slice(&self.target.to_le_bytes());
        bytes[14..16].copy_from_slice(&self.slot.to_le_bytes());
        bytes[16..18].copy_from_slice(&self.width.to_le_bytes());
        bytes[18..20].copy_from_slice(&self.height.to_le_bytes());
        bytes[20] = match self.codec {
            Codec::Jpeg => 1,
            Codec::Png => 2,
        };
        bytes[21] = VERSION;
        bytes[24..28].copy_from_slice(&self.length.to_le_bytes());
        bytes[28..32].copy_from_slice(&self.target_score.to_le_bytes());
        bytes
    }

    /// Reads the first frame of `bytes`: its header, its picture, and what follows.
    ///
    /// # Errors
    /// If the frame is cut, of another version, or encoded in an unknown way.
    pub fn decode(bytes: &[u8]) -> Result<(Self, &[u8], &[u8]), FrameError> {
        let (head, rest) = bytes.split_first_chunk().ok_or(FrameError::Short)?;
        let header = Self::parse(head)?;
        let (picture, rest) = rest.split_at_checked(header.length as usize).ok_or(FrameError::Short)?;
        Ok((header, picture, rest))
    }

    /// Reads a header alone.
    ///
    /// # Errors
    /// If it is of another version, or names an unknown encoding.
    pub fn parse(head: &[u8; HEADER_BYTES]) -> Result<Self, FrameError> {
        if head[21] != VERSION {
            return Err(FrameError::Version(head[21]));
        }
        let u16_at = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
        let four = |at: usize| [head[at], head[at + 1], head[at + 2], head[at + 3]];
        Ok(Self {
            sequence: u64::from(u32::from_le_bytes(four(0))) | u64::from(u32::from_le_bytes(four(4))) << 32,
            iteration: u32::from_le_bytes(four(8)),
            target: u16_at(12),
            slot: u16_at(14),
            width: u16_at(16),
            height: u16_at(18),
            codec: match head[20] {
                1 => Codec::Jpeg,
                2 => Codec::Png,
                other => return Err(FrameError::Codec(other)),
            },
            length: u32::from_le_bytes(four(24)),
            target_score: f32::from_le_bytes(four(28)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> FrameHeader {
        FrameHeader {
            sequence: 0x0102_0304_0506_0708,
            iteration: 250,
            target: 4,
            slot: 99,
            width: 128,
            height: 96,
            codec: Codec::Png,
            length: 3,
            target_score: 0.75,
        }
    }

    #[test]
    fn two_frames_in_a_row_come_back_as_written() {
        let second = FrameHeader { slot: 7, codec: Codec::Jpeg, length: 1, ..header() };
        let bytes = [&header().encode()[..], b"abc", &second.encode()[..], b"d"].concat();
        let (first, picture, rest) = FrameHeader::decode(&bytes).expect("first frame");
        assert_eq!((first, picture), (header(), &b"abc"[..]));
        let (next, picture, rest) = FrameHeader::decode(rest).expect("second frame");
        assert_eq!((next, picture, rest), (second, &b"d"[..], &b""[..]));
    }

    #[test]
    fn a_cut_frame_another_version_and_an_unknown_codec_are_refused() {
        let whole = [&header().encode()[..], b"abc"].concat();
        assert_eq!(FrameHeader::decode(&whole[..31]), Err(FrameError::Short));
        assert_eq!(FrameHeader::decode(&whole[..34]), Err(FrameError::Short));
        let with = |at: usize, value: u8| {
            let mut bytes = whole.clone();
            bytes[at] = value;
            FrameHeader::decode(&bytes).map(|_| ())
        };
        assert_eq!(with(21, 2), Err(FrameError::Version(2)));
        assert_eq!(with(20, 9), Err(FrameError::Codec(9)));
    }
}
