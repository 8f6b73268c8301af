//! The pictures at the places, fetched and decoded once for all canvases that show them. A place fetches one picture at
//! a time; of those requested meanwhile, the last is next.

use crate::live::canvas::{clear, paint};
use crate::live::message::frames_of;
use crate::live::snapshot::{decode, fetch};
use leptos::prelude::*;
use leptos::reactive::send_wrapper_ext::SendOption;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;
use view_model::compare::item::Picture;
use web_sys::{HtmlCanvasElement, ImageBitmap};
use wire::frame::Codec;

/// The state of the picture at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PictureState {
    /// Grows with every picture.
    pub version: u32,
    /// Steps taken and target score, of a snapshot.
    pub snapshot: Option<(u32, f32)>,
    /// Whether the requested picture could not be loaded.
    pub is_missing: bool,
}

/// The pictures. Copies share them; on the server there are none.
#[derive(Clone, Copy)]
pub struct Pictures {
    shown: StoredValue<Vec<ArcRwSignal<PictureState>>>,
    held: StoredValue<SendOption<Rc<RefCell<Vec<PictureSlot>>>>>,
}

#[derive(Default)]
struct PictureSlot {
    bitmap: Option<ImageBitmap>,
    wanted: Option<Picture>,
    is_fetching: bool,
}

impl Pictures {
    /// Empty places.
    pub fn new(places: usize) -> Self {
        let held = is_browser().then(|| Rc::new(RefCell::new((0..places).map(|_| PictureSlot::default()).collect())));
        let shown = (0..places).map(|_| ArcRwSignal::new(PictureState::default())).collect();
        Self { shown: StoredValue::new(shown), held: StoredValue::new(SendOption::new_local(held)) }
    }

    /// The state of the picture at a place.
    pub fn shown(&self, place: usize) -> PictureState {
        self.shown.with_value(|shown| shown.get(place).map(|shown| shown.get())).unwrap_or_default()
    }

    /// Draws the picture at a place.
    pub fn paint(&self, place: usize, canvas: &HtmlCanvasElement) {
        self.with_bitmap(place, |bitmap| match bitmap {
            Some(bitmap) => paint(canvas, bitmap),
            None => clear(canvas),
        });
    }

    /// Calls `act` with the pictures at two places, if both are loaded.
    pub fn two<T>(&self, [first, second]: [usize; 2], act: impl FnOnce(&ImageBitmap, &ImageBitmap) -> T) -> Option<T> {
        let first = self.with_bitmap(first, |bitmap| bitmap.cloned()).flatten()?;
        let second = self.with_bitmap(second, |bitmap| bitmap.cloned()).flatten()?;
        Some(act(&first, &second))
    }

    /// Fetches a picture for a place, unless it is loaded or being fetched.
    pub fn want(&self, place: usize, picture: Option<Picture>) {
        let Some(held) = self.held() else { return };
        {
            let mut held = held.borrow_mut();
            let Some(held) = held.get_mut(place) else { return };
            if held.wanted == picture {
                return;
            }
            held.wanted = picture;
            if held.is_fetching {
                return;
            }
            held.is_fetching = true;
        }
        let Some(shown) = self.shown.with_value(|shown| shown.get(place).cloned()) else { return };
        spawn_local(async move {
            loop {
                let wanted = held.borrow()[place].wanted.clone();
                let got = match &wanted {
                    Some(picture) => get(picture).await,
                    None => None,
                };
                let mut held = held.borrow_mut();
                let held = &mut held[place];
                if held.wanted != wanted {
                    continue;
                }
                held.is_fetching = false;
                let snapshot = got.as_ref().and_then(|(_, snapshot)| *snapshot);
                let is_missing = got.is_none() && wanted.is_some();
                held.bitmap = got.map(|(bitmap, _)| bitmap);
                let version = shown.read_untracked().version + 1;
                break shown.set(PictureState { version, snapshot, is_missing });
            }
        });
    }

    fn held(&self) -> Option<Rc<RefCell<Vec<PictureSlot>>>> {
        self.held.try_with_value(|held| held.as_ref().map(Rc::clone)).flatten()
    }

    fn with_bitmap<T>(&self, place: usize, act: impl FnOnce(Option<&ImageBitmap>) -> T) -> Option<T> {
        let held = self.held()?;
        let held = held.borrow();
        Some(act(held.get(place).and_then(|held| held.bitmap.as_ref())))
    }
}

/// Fetches a picture; for a snapshot, also the steps taken and the target score.
async fn get(picture: &Picture) -> Option<(ImageBitmap, Option<(u32, f32)>)> {
    match picture {
        Picture::Judged(path) => Some((decode(&fetch(path).await.ok()?, Codec::Png).await.ok()?, None)),
        Picture::Snapshot(path) => {
            let (header, picture) = frames_of(fetch(path).await.ok()?).next()?.ok()?;
            let bitmap = decode(&picture, header.codec).await.ok()?;
            Some((bitmap, Some((header.iteration, header.target_score))))
        }
    }
}
