//! The latest frame of every clone.

use app::wire::frame::{FrameError, FrameHeader};
use axum::body::Bytes;
use std::collections::{BTreeMap, HashMap};

/// Which clone of which target.
pub type Slot = (u16, u16);

/// An encoded frame, header and picture.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Its clone.
    pub slot: Slot,
    /// Its sequence number.
    pub sequence: u64,
    /// Header and picture.
    pub bytes: Bytes,
}

/// Splits a stored snapshot into frames, without copying.
///
/// # Errors
/// If a frame is cut, or of another version.
pub fn parse_frames(snapshot: Vec<u8>) -> Result<Vec<Frame>, FrameError> {
    let mut rest = Bytes::from(snapshot);
    let mut frames = Vec::new();
    while !rest.is_empty() {
        let (header, _, after) = FrameHeader::decode(&rest)?;
        let bytes = rest.split_to(rest.len() - after.len());
        frames.push(Frame { slot: (header.target, header.slot), sequence: header.sequence, bytes });
    }
    Ok(frames)
}

/// Frames by sequence, at most one for each clone.
#[derive(Debug, Default)]
pub struct Latest {
    by_sequence: BTreeMap<u64, Frame>,
    by_slot: HashMap<Slot, u64>,
}

impl Latest {
    /// Puts a frame in the place of its clone's former one.
    pub fn put(&mut self, frame: Frame) {
        if let Some(former) = self.by_slot.insert(frame.slot, frame.sequence) {
            self.by_sequence.remove(&former);
        }
        self.by_sequence.insert(frame.sequence, frame);
    }

    /// The oldest of the frames that came after `sequence`.
    pub fn after(&self, sequence: u64) -> Option<&Frame> {
        self.by_sequence.range(sequence.checked_add(1)?..).next().map(|(_, frame)| frame)
    }

    /// The newest frame of all.
    pub fn newest(&self) -> Option<&Frame> {
        self.by_sequence.last_key_value().map(|(_, frame)| frame)
    }

    /// The frame of a clone.
    pub fn of(&self, slot: Slot) -> Option<&Frame> {
        self.by_sequence.get(self.by_slot.get(&slot)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::wire::frame::Codec;

    fn frame(slot: Slot, sequence: u64) -> Frame {
        Frame { slot, sequence, bytes: Bytes::new() }
    }

    #[test]
    fn a_newer_frame_takes_the_place_of_its_clones_older_one() {
        let mut latest = Latest::default();
        for (slot, sequence) in [((0, 0), 1), ((0, 1), 2), ((0, 0), 3)] {
            latest.put(frame(slot, sequence));
        }
        let first = latest.after(0).expect("a frame");
        assert_eq!((first.slot, first.sequence), ((0, 1), 2));
        let second = latest.after(first.sequence).expect("a frame");
        assert_eq!((second.slot, second.sequence), ((0, 0), 3));
        assert!(latest.after(3).is_none());
        assert_eq!(latest.of((0, 0)).map(|frame| frame.sequence), Some(3));
        assert!(latest.of((1, 0)).is_none());
    }

    #[test]
    fn a_stored_snapshot_splits_into_its_frames() {
        let header = |slot: u16, length: u32| FrameHeader {
            sequence: 40 + u64::from(slot),
            iteration: 5,
            target: 1,
            slot,
            width: 8,
            height: 8,
            codec: Codec::Jpeg,
            length,
            target_score: 0.5,
        };
        let first = [&header(0, 3).encode()[..], b"abc"].concat();
        let second = [&header(1, 1).encode()[..], b"d"].concat();
        let frames = parse_frames([&first[..], &second[..]].concat()).expect("two frames");
        let seen: Vec<_> = frames.iter().map(|frame| (frame.slot, frame.sequence, frame.bytes.to_vec())).collect();
        assert_eq!(seen, [((1, 0), 40, first.clone()), ((1, 1), 41, second)]);
        assert!(matches!(parse_frames(first[..34].to_vec()), Err(FrameError::Short)));
    }
}
