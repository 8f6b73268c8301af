//! Why a picture is not read, in words that go on after "it".

use super::PictureLimits;
use image::{ImageError, ImageFormat};

/// Why a picture is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The bytes begin as those of no picture.
    #[error("is no JPEG, PNG, WebP or BMP picture, whatever it is called")]
    NoPicture,
    /// A picture, but of another kind.
    #[error("is a picture of a kind that is not read ({0}); save it as JPEG or PNG")]
    Kind(&'static str),
    /// The end of the file is missing.
    #[error("is cut off: the end of the file is missing; use a whole copy")]
    CutOff,
    /// The file contradicts itself.
    #[error("is damaged: {0}; use a whole copy")]
    Damaged(String),
    /// More pixels than are taken.
    #[error("has {width} × {height} pixels; at most {} million are taken", most / 1_000_000)]
    Pixels {
        /// Across.
        width: u32,
        /// Down.
        height: u32,
        /// The most that are taken.
        most: u64,
    },
    /// A longer side than is taken, or too much memory to decode.
    #[error(
        "is too large to be opened; at most {side} pixels a side and {} million in all are taken",
        pixels / 1_000_000
    )]
    TooLarge {
        /// The longest side that is taken.
        side: u32,
        /// The most pixels that are taken.
        pixels: u64,
    },
    /// A part of the format that no decoder here knows.
    #[error("cannot be opened: {0}; save it as an ordinary JPEG or PNG")]
    Unsupported(String),
}

impl PictureError {
    /// Of a file that is none of the kinds that are read.
    pub(super) fn of_kind(file: &[u8], format: Option<ImageFormat>) -> Self {
        match format {
            Some(ImageFormat::Gif) => Self::Kind("GIF"),
            Some(ImageFormat::Avif) => Self::Kind("AVIF"),
            Some(ImageFormat::Tiff) => Self::Kind("TIFF"),
            Some(_) => Self::Kind("neither JPEG, PNG, WebP nor BMP"),
            None if file.get(4..8) == Some(b"ftyp") => Self::Kind("HEIC, or a film"),
            None => Self::NoPicture,
        }
    }

    /// Of a decoder.
    pub(super) fn of(error: ImageError, limits: &PictureLimits) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooLarge { side: limits.side, pixels: limits.pixels },
            ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Self::CutOff,
            ImageError::Unsupported(error) => Self::Unsupported(error.to_string()),
            error => match error.to_string() {
                long if long.contains("CRC") => damaged("a checksum does not fit"),
                words => Self::Damaged(words),
            },
        }
    }
}

/// Something of the file is not as it must be.
pub(super) fn damaged(what: &str) -> PictureError {
    PictureError::Damaged(what.into())
}
