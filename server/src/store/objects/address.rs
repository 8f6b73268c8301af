//! Where objects are kept.

use std::path::PathBuf;
use std::str::FromStr;

/// Where objects are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectsAddress {
    /// In `objects` of the data folder.
    DataFolder,
    /// In another folder, one that several machines share, say.
    Folder(PathBuf),
    /// In a bucket of an S3-compatible service, which the usual `AWS_…` variables describe.
    Bucket {
        /// Its name.
        bucket: String,
        /// What the names of all objects begin with.
        prefix: String,
    },
}

/// Not where objects can be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("objects are kept in a folder or in s3://BUCKET/PREFIX, not in {0:?}")]
pub struct BadObjectsAddress(String);

impl FromStr for ObjectsAddress {
    type Err = BadObjectsAddress;

    fn from_str(text: &str) -> Result<Self, BadObjectsAddress> {
        let bad = || BadObjectsAddress(text.into());
        let Some((scheme, rest)) = text.split_once("://") else {
            return if text.is_empty() { Err(bad()) } else { Ok(Self::Folder(text.into())) };
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if scheme != "s3" || bucket.is_empty() {
            return Err(bad());
        }
        Ok(Self::Bucket { bucket: bucket.into(), prefix: prefix.trim_matches('/').into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_or_a_bucket_is_understood_and_nothing_else() {
        assert_eq!("/srv/objects".parse(), Ok(ObjectsAddress::Folder("/srv/objects".into())));
        let bucket =
            |bucket: &str, prefix: &str| ObjectsAddress::Bucket { bucket: bucket.into(), prefix: prefix.into() };
        assert_eq!("s3://faces".parse(), Ok(bucket("faces", "")));
        assert_eq!("s3://faces/a/b/".parse(), Ok(bucket("faces", "a/b")));
        for no in ["", "s3://", "https://faces"] {
            assert!(no.parse::<ObjectsAddress>().is_err(), "{no}");
        }
    }
}
