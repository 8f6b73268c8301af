//! Why a picture cannot be read, worded to follow "it".

use super::PictureLimits;
use image::{ImageError, ImageFormat};

/// Why a picture cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The bytes are not those of a picture.
    #[error("is no JPEG, PNG, WebP or BMP picture, whatever it is called")]
    NoPicture,
    /// A picture of an unsupported kind.
    #[error("is a picture of a kind that is not read ({0}); save it as JPEG or PNG")]
    Kind(&'static str),
    /// The file is truncated.
    #[error("is cut off: the end of the file is missing; use a whole copy")]
    CutOff,
    /// The file is inconsistent.
    #[error("is damaged: {0}; use a whole copy")]
    Damaged(String),
    /// The picture has too many pixels.
    #[error("has {width} × {height} pixels; at most {} million are taken", most / 1_000_000)]
    Pixels {
        /// Across.
        width: u32,
        /// Down.
        height: u32,
        /// The maximum.
        most: u64,
    },
    /// A side is too long, or decoding would take too much memory.
    #[error(
        "is too large to be opened; at most {side} pixels a side and {} million in all are taken",
        pixels / 1_000_000
    )]
    TooLarge {
        /// The longest side allowed.
        side: u32,
        /// The most pixels allowed.
        pixels: u64,
    },
    /// A part of the format that no decoder here supports.
    #[error("cannot be opened: {0}; save it as an ordinary JPEG or PNG")]
    Unsupported(String),
}

impl PictureError {
    /// For a file of an unsupported kind.
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

    /// From a decoder's error.
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

/// A part of the file is invalid.
pub(super) fn damaged(what: &str) -> PictureError {
    PictureError::Damaged(what.into())
}
