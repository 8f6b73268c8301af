//! The newest picture of each clone, on canvases. Decoding never queues: of the pictures of a clone that arrive while
//! another is being decoded, only the newest is kept.

use super::canvas::{clear, paint};
use super::message::frames_of;
use super::snapshot;
use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::reactive::send_wrapper_ext::SendOption;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use view_model::paths;
use web_sys::{HtmlCanvasElement, ImageBitmap};
use wire::frame::FrameHeader;
use wire::run::RunId;

/// Target and slot of a clone.
type Slot = (u16, u16);

/// What pages show about the picture of a clone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClonePicture {
    /// Steps taken.
    pub iteration: u32,
    /// Target score, in [0,1].
    pub target_score: f32,
}

/// All pictures of a run. Copies share them; on the server there are none.
#[derive(Clone, Copy)]
pub struct Frames(StoredValue<SendOption<Rc<RefCell<FrameStore>>>>);

#[derive(Default)]
struct FrameStore {
    clones: HashMap<Slot, CloneFrames>,
    enlarged: Option<(Slot, HtmlCanvasElement)>,
    /// The request for the past snapshot shown; `None` while following the run.
    past: Option<u64>,
    asked: u64,
}

#[derive(Default)]
struct CloneFrames {
    canvas: Option<HtmlCanvasElement>,
    live: Option<DecodedFrame>,
    shown: Option<DecodedFrame>,
    decoding: bool,
    waiting: Option<(FrameHeader, Uint8Array)>,
    words: ArcRwSignal<Option<ClonePicture>>,
}

#[derive(Clone)]
struct DecodedFrame {
    header: FrameHeader,
    bitmap: ImageBitmap,
}

impl Frames {
    pub(super) fn new() -> Self {
        let store = is_browser().then(|| Rc::new(RefCell::new(FrameStore::default())));
        Self(StoredValue::new(SendOption::new_local(store)))
    }

    /// The picture of a clone that is shown now.
    pub fn words(&self, target: usize, slot: usize) -> ArcRwSignal<Option<ClonePicture>> {
        self.with(|store| store.borrow_mut().clone_at((target as u16, slot as u16)).words.clone()).unwrap_or_default()
    }

    /// Draws a clone on this canvas, now and when its picture changes.
    pub fn draw_on(&self, target: usize, slot: usize, canvas: HtmlCanvasElement) {
        self.with(|store| {
            let mut store = store.borrow_mut();
            let frames = store.clone_at((target as u16, slot as u16));
            if let Some(shown) = &frames.shown {
                paint(&canvas, &shown.bitmap);
            }
            frames.canvas = Some(canvas);
        });
    }

    /// Also draws a clone on this second, larger canvas.
    pub fn enlarge_on(&self, target: usize, slot: usize, canvas: HtmlCanvasElement) {
        self.with(|store| {
            let mut store = store.borrow_mut();
            let key = (target as u16, slot as u16);
            match &store.clone_at(key).shown {
                Some(shown) => paint(&canvas, &shown.bitmap),
                None => clear(&canvas),
            }
            store.enlarged = Some((key, canvas));
        });
    }

    /// Whether every clone of a target has a picture from the live stream.
    pub fn has_live(&self, target: usize, clones: usize) -> bool {
        let live = |store: &FrameStore, slot: usize| {
            store.clones.get(&(target as u16, slot as u16)).is_some_and(|frames| frames.live.is_some())
        };
        self.with(|store| (0..clones).all(|slot| live(&store.borrow(), slot))).unwrap_or(false)
    }

    /// Follows the run: shows the newest picture of each clone.
    pub fn follow(&self) {
        self.with(|store| {
            let mut store = store.borrow_mut();
            store.ask(false); // what is still being fetched is no longer wanted
            let keys: Vec<Slot> = store.clones.keys().copied().collect();
            for key in keys {
                if let Some(live) = store.clone_at(key).live.clone() {
                    store.show(key, live);
                }
            }
        });
    }

    /// Shows a stored snapshot, unless another is requested before it arrives. With `stay`, live pictures are not shown
    /// until [`Frames::follow`]. Returns whether the snapshot could be read.
    pub async fn show_snapshot(&self, id: &RunId, target: usize, iteration: u32, stay: bool) -> bool {
        let Some(store) = self.with(Rc::clone) else { return false };
        let asked = store.borrow_mut().ask(stay);
        let Ok(bytes) = snapshot::fetch(&paths::snapshot(id, target, iteration)).await else { return false };
        for frame in frames_of(bytes) {
            let Ok((header, picture)) = frame else { return false };
            let Ok(bitmap) = snapshot::decode(&picture, header.codec).await else { return false };
            if store.borrow().asked != asked {
                return true;
            }
            store.borrow_mut().show_stored(DecodedFrame { header, bitmap }, stay);
        }
        true
    }

    /// Resets sequence numbers for a new connection, since a restarted server counts from zero.
    pub(super) fn forget_sequence(&self) {
        self.with(|store| {
            let mut store = store.borrow_mut();
            let live = store.clones.values_mut().filter_map(|frames| frames.live.as_mut());
            live.for_each(|live| live.header.sequence = 0);
        });
    }

    /// Takes a message of the live stream, which holds one or more frames.
    pub(super) fn receive_live(&self, bytes: Uint8Array) {
        for (header, picture) in frames_of(bytes).map_while(Result::ok) {
            self.with(|store| decode_newest(store, header, picture));
        }
    }

    fn with<T>(&self, act: impl FnOnce(&Rc<RefCell<FrameStore>>) -> T) -> Option<T> {
        let store = self.0.try_with_value(|held| held.as_ref().map(Rc::clone)).flatten();
        store.map(|store| act(&store))
    }
}

impl FrameStore {
    fn clone_at(&mut self, key: Slot) -> &mut CloneFrames {
        self.clones.entry(key).or_default()
    }

    fn ask(&mut self, stay: bool) -> u64 {
        self.asked += 1;
        self.past = stay.then_some(self.asked);
        self.asked
    }

    fn show(&mut self, key: Slot, shown: DecodedFrame) {
        let frames = self.clone_at(key);
        if let Some(canvas) = &frames.canvas {
            paint(canvas, &shown.bitmap);
        }
        let words = ClonePicture { iteration: shown.header.iteration, target_score: shown.header.target_score };
        frames.words.set(Some(words));
        frames.shown = Some(shown.clone());
        if let Some((_, canvas)) = self.enlarged.as_ref().filter(|(enlarged, _)| *enlarged == key) {
            paint(canvas, &shown.bitmap);
        }
    }

    /// Shows a stored picture; unless `stay`, only where there is no live one.
    fn show_stored(&mut self, shown: DecodedFrame, stay: bool) {
        let key = (shown.header.target, shown.header.slot);
        if stay || self.clone_at(key).live.is_none() {
            self.show(key, shown);
        }
    }

    fn decoded(&mut self, key: Slot, shown: DecodedFrame) {
        let newer = self.clone_at(key).live.as_ref().is_none_or(|live| live.header.sequence <= shown.header.sequence);
        if newer {
            self.clone_at(key).live = Some(shown.clone());
            if self.past.is_none() {
                self.show(key, shown);
            }
        }
    }
}

fn decode_newest(store: &Rc<RefCell<FrameStore>>, header: FrameHeader, picture: Uint8Array) {
    let key = (header.target, header.slot);
    {
        let mut held = store.borrow_mut();
        let frames = held.clone_at(key);
        if frames.decoding {
            frames.waiting = Some((header, picture));
            return;
        }
        frames.decoding = true;
    }
    let store = Rc::clone(store);
    spawn_local(async move {
        let mut next = Some((header, picture));
        while let Some((header, picture)) = next {
            let decoded = snapshot::decode(&picture, header.codec).await;
            let mut held = store.borrow_mut();
            if let Ok(bitmap) = decoded {
                held.decoded(key, DecodedFrame { header, bitmap });
            }
            let frames = held.clone_at(key);
            next = frames.waiting.take();
            frames.decoding = next.is_some();
        }
    });
}
