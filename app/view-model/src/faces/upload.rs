//! An upload into a set: the target of each file, and the progress of all.

use crate::number::counted;
use wire::faces::{FaceSetId, LeftOutFile, MOST_NAMED, PICTURE_ENDINGS, UploadResult};

use super::words::{archive_address, image_address};

/// Where a file is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadTarget {
    /// The method of the request.
    pub method: &'static str,
    /// Its address.
    pub address: String,
}

/// Endings of files that are uploaded as networks.
pub const NETWORK_ENDINGS: &str = ".onnx,.pt,.pth,.safetensors";
/// Endings of files that are uploaded as templates of people.
pub const TEMPLATE_ENDINGS: &str = ".csv,.json,.npy";

/// The description of a network that is uploaded without one: a run finds out what it was trained on. Weights of Effigy
/// need theirs, and without it are taken for PyTorch's, which the server tells apart.
pub fn description_of(file: &str) -> Option<String> {
    let name = file.to_ascii_lowercase();
    let is_network = NETWORK_ENDINGS.split(',').any(|ending| name.ends_with(ending));
    is_network.then(|| r#"{"version": 2, "network": "onnx"}"#.into())
}

/// The target of a file at this path: its folder names the person, or `person` if it is in none.
///
/// # Errors
/// If the file is not sent, with the reason in words, or without one for hidden files of operating systems.
pub fn upload_target(set: &FaceSetId, path: &str, person: &str) -> Result<UploadTarget, Option<&'static str>> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let Some((&name, folders)) = parts.split_last() else { return Err(None) };
    if parts.iter().any(|part| part.starts_with('.')) || ["Thumbs.db", "desktop.ini"].contains(&name) {
        return Err(None);
    }
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "zip" => Ok(UploadTarget { method: "POST", address: archive_address(set) }),
        picture if PICTURE_ENDINGS.contains(&picture) => {
            let person = folders.last().map_or(person.trim(), |folder| folder);
            if person.is_empty() {
                return Err(Some("it is in no folder; enter below whose photographs these are"));
            }
            Ok(UploadTarget { method: "PUT", address: image_address(set, person, name) })
        }
        _ => Err(Some("it is no JPEG, PNG, WebP or BMP picture and no ZIP archive")),
    }
}

/// The progress of an upload.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Files to send.
    pub files: u32,
    /// Files sent.
    pub done: u32,
    /// Bytes to send.
    pub bytes: u64,
    /// Bytes of the files sent.
    pub sent: u64,
    /// Bytes sent of the current file.
    pub of_this: u64,
    /// Whether it was cancelled.
    pub is_cancelled: bool,
    /// The results so far.
    pub taken: UploadResult,
}

impl Progress {
    /// The share done, in [0,1].
    pub fn share(&self) -> f64 {
        (self.sent + self.of_this) as f64 / self.bytes.max(1) as f64
    }

    /// Notes that a file was sent, with the result.
    pub fn finished(&mut self, bytes: u64, taken: UploadResult) {
        (self.done, self.sent, self.of_this) = (self.done + 1, self.sent + bytes, 0);
        self.taken.kept += taken.kept;
        self.taken.left_out += taken.left_out;
        let room = MOST_NAMED.saturating_sub(self.taken.examples.len());
        self.taken.examples.extend(taken.examples.into_iter().take(room));
    }

    /// Notes that a file was refused.
    pub fn refuse(&mut self, file: &str, why: String) {
        self.taken.left_out += 1;
        if self.taken.examples.len() < MOST_NAMED {
            self.taken.examples.push(LeftOutFile { file: file.into(), why });
        }
    }

    /// The progress in a sentence.
    pub fn words(&self) -> String {
        let kept = counted(self.taken.kept.into(), "image");
        if self.done < self.files && !self.is_cancelled {
            return format!("{} of {} sent, {kept} kept so far.", self.done, counted(self.files.into(), "file"));
        }
        let left_out = match self.taken.left_out {
            0 => String::new(),
            left_out => format!(", {} left out", counted(left_out.into(), "file")),
        };
        let end = if self.is_cancelled { "Cancelled; what was kept by then stays" } else { "Done" };
        format!("{end}: {kept} kept{left_out}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_can_do_without_a_description() {
        for name in ["Net.ONNX", "net.pth", "net.safetensors"] {
            assert!(description_of(name).is_some_and(|text| text.contains("onnx")), "{name}");
        }
        assert_eq!(description_of("net.txt"), None);
    }

    #[test]
    fn the_folder_names_the_person() {
        let set = FaceSetId("00ff".into());
        let address = |path: &str, person: &str| upload_target(&set, path, person).map(|target| target.address);
        assert_eq!(address("faces/Ada/1.JPG", ""), Ok("/api/faces/00ff/Ada/1.JPG".into()));
        assert_eq!(address("1.png", " Ada "), Ok("/api/faces/00ff/Ada/1.png".into()));
        assert_eq!(address("all/faces.zip", ""), Ok("/api/faces/00ff/zip".into()));
        assert!(matches!(address("1.png", " "), Err(Some(_))));
        assert!(matches!(address("Ada/notes.txt", ""), Err(Some(_))));
        assert_eq!(
            [address("Ada/.DS_Store", ""), address(".git/1.png", ""), address("", "")],
            [Err(None), Err(None), Err(None)]
        );
    }

    #[test]
    fn progress_goes_by_bytes_and_ends_in_words() {
        let mut progress = Progress { files: 2, bytes: 400, ..Progress::default() };
        progress.of_this = 100;
        assert_eq!(progress.share(), 0.25);
        progress.finished(300, UploadResult { kept: 3, ..UploadResult::default() });
        assert_eq!((progress.share(), progress.words().as_str()), (0.75, "1 of 2 files sent, 3 images kept so far."));
        progress.refuse("a.txt", "no".into());
        progress.finished(100, UploadResult::default());
        assert_eq!(progress.words(), "Done: 3 images kept, 1 file left out.");
        progress.is_cancelled = true;
        assert!(progress.words().starts_with("Cancelled"));
    }
}
