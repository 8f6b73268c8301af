//! The latest frames of every clone, in batches that are sent as one message each.

use bytes::Bytes;
use std::collections::{BTreeMap, HashMap};
use wire::frame::{FrameError, FrameHeader, HEADER_BYTES};

/// Index of a target, and of one of its clones.
pub type Slot = (u16, u16);

/// Clones in a batch: few enough that a viewer's connection, which holds one batch while sending, takes little memory;
/// enough that a batch is worth a system call.
const CLONES: u16 = 4;

/// Encoded frames of neighbouring clones of a target, headers and pictures, one after another.
#[derive(Clone, Debug)]
pub struct FrameBatch {
    /// Its first clone.
    pub slot: Slot,
    /// Steps taken.
    pub iteration: u32,
    /// The sequence number of its last frame.
    pub sequence: u64,
    /// Headers and pictures.
    pub bytes: Bytes,
}

/// Splits a snapshot, new or stored, into batches, without copying.
///
/// # Errors
/// If a frame is cut, or of another version.
pub fn split_snapshot(snapshot: impl Into<Bytes>) -> Result<Vec<FrameBatch>, FrameError> {
    let bytes: Bytes = snapshot.into();
    let (mut headers, mut rest) = (Vec::new(), &bytes[..]);
    while !rest.is_empty() {
        let (header, _, after) = FrameHeader::decode(rest)?;
        headers.push(header);
        rest = after;
    }
    Ok(split_known(bytes, &headers))
}

/// Splits a snapshot whose headers are known.
pub(super) fn split_known(mut bytes: Bytes, headers: &[FrameHeader]) -> Vec<FrameBatch> {
    let neighbours = headers.chunk_by(|one, next| (one.target, one.slot / CLONES) == (next.target, next.slot / CLONES));
    let batch = |frames: &[FrameHeader]| {
        let length = frames.iter().map(|frame| HEADER_BYTES + frame.length as usize).sum();
        let (first, last) = (frames[0], frames[frames.len() - 1]);
        FrameBatch {
            slot: (first.target, first.slot),
            iteration: first.iteration,
            sequence: last.sequence,
            bytes: bytes.split_to(length),
        }
    };
    neighbours.map(batch).collect()
}

/// The frame of one clone in a snapshot; `None` if the snapshot does not have the clone.
///
/// # Errors
/// If a frame before it is cut, or of another version.
pub fn of_slot(frames: &[u8], slot: u16) -> Result<Option<&[u8]>, FrameError> {
    let mut rest = frames;
    while !rest.is_empty() {
        let (header, _, after) = FrameHeader::decode(rest)?;
        if header.slot == slot {
            return Ok(Some(&rest[..rest.len() - after.len()]));
        }
        rest = after;
    }
    Ok(None)
}

/// Batches by sequence, at most one for the same clones.
#[derive(Debug, Default)]
pub struct Latest {
    by_sequence: BTreeMap<u64, FrameBatch>,
    by_slot: HashMap<Slot, u64>,
}

impl Latest {
    /// Adds a batch, replacing the former one of the same clones.
    pub fn put(&mut self, batch: FrameBatch) {
        if let Some(former) = self.by_slot.insert(batch.slot, batch.sequence) {
            self.by_sequence.remove(&former);
        }
        self.by_sequence.insert(batch.sequence, batch);
    }

    /// The oldest of the batches that came after `sequence`.
    pub fn after(&self, sequence: u64) -> Option<&FrameBatch> {
        self.by_sequence.range(sequence.checked_add(1)?..).next().map(|(_, batch)| batch)
    }

    /// The newest batch of all.
    pub fn newest(&self) -> Option<&FrameBatch> {
        self.by_sequence.last_key_value().map(|(_, batch)| batch)
    }

    /// The batch that begins with a clone.
    pub fn of(&self, slot: Slot) -> Option<&FrameBatch> {
        self.by_sequence.get(self.by_slot.get(&slot)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::frame::Codec;

    fn batch(slot: Slot, sequence: u64) -> FrameBatch {
        FrameBatch { slot, iteration: 0, sequence, bytes: Bytes::new() }
    }

    #[test]
    fn a_newer_batch_takes_the_place_of_its_clones_older_one() {
        let mut latest = Latest::default();
        for (slot, sequence) in [((0, 0), 1), ((0, 4), 2), ((0, 0), 3)] {
            latest.put(batch(slot, sequence));
        }
        let first = latest.after(0).expect("a batch");
        assert_eq!((first.slot, first.sequence), ((0, 4), 2));
        let second = latest.after(first.sequence).expect("a batch");
        assert_eq!((second.slot, second.sequence), ((0, 0), 3));
        assert!(latest.after(3).is_none());
        assert_eq!(latest.of((0, 0)).map(|batch| batch.sequence), Some(3));
        assert!(latest.of((1, 0)).is_none());
    }

    fn frame(target: u16, slot: u16) -> Vec<u8> {
        let header = FrameHeader {
            sequence: 40 + u64::from(slot),
            iteration: 5,
            target,
            slot,
            width: 8,
            height: 8,
            codec: Codec::Jpeg,
            length: 3,
            target_score: 0.5,
        };
        [&header.encode()[..], b"abc"].concat()
    }

    #[test]
    fn a_snapshot_splits_into_batches_of_neighbouring_clones_and_loses_nothing() {
        let snapshot: Vec<u8> = (0..9).flat_map(|slot| frame(1, slot)).chain(frame(2, 0)).collect();
        let batches = split_snapshot(snapshot.clone()).expect("batches");
        let seen: Vec<_> = batches.iter().map(|batch| (batch.slot, batch.sequence)).collect();
        assert_eq!(seen, [((1, 0), 43), ((1, 4), 47), ((1, 8), 48), ((2, 0), 40)]);
        assert_eq!(batches.iter().flat_map(|batch| batch.bytes.to_vec()).collect::<Vec<_>>(), snapshot);
    }

    #[test]
    fn a_cut_snapshot_is_an_error() {
        assert!(matches!(split_snapshot(frame(1, 0)[..34].to_vec()), Err(FrameError::Short)));
    }
}
