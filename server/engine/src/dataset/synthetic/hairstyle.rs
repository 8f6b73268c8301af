//! Hairstyles as locks and curls.

use super::dice::Dice;
use super::hair::{Curl, Flow, Hair, Lock, between, on_rail};
use super::person::{Person, Style};
use super::view::depth;

/// The hair of a person, in place.
pub(super) fn arrange(person: &Person) -> Hair {
    match person.style {
        Style::Bald => bald(person),
        Style::Buzz => {
            Hair { front: vec![Lock { alpha: 0.78, flow: Flow::None, ..cap(person, -1.4, 0.0) }], ..Hair::default() }
        }
        Style::Crop => Hair { front: vec![cap(person, person.volume * 0.8, 0.0)], ..Hair::default() },
        Style::SidePart => Hair { front: vec![cap(person, person.volume, 6.0), sweep(person)], ..Hair::default() },
        Style::Quiff => Hair { front: vec![cap(person, person.volume * 0.6, 0.0), quiff(person)], ..Hair::default() },
        Style::Fringed => Hair { front: vec![cap(person, person.volume, 0.0), fringe(person)], ..Hair::default() },
        Style::Curly => curly(person, 6.0, 4.6),
        Style::Afro => curly(person, 13.0, 5.2),
        Style::Bob => loose(person, 46.0, 0.0),
        Style::Long => loose(person, 92.0, 0.0),
        Style::Wavy => loose(person, 92.0, 4.0),
        Style::Bun => bun(person),
        Style::Scarf => scarf(person),
    }
}

/// The edge of the hair from the left temple over the forehead to the right one.
fn hairline(person: &Person, sideburn: f32) -> Vec<[f32; 3]> {
    let (width, line) = (person.face_width, person.hairline);
    let recede = if person.strength > 0.5 { 7.0 * (person.age - 0.35).max(0.0) } else { 0.0 };
    let right = [
        (width - 0.5, sideburn),
        (width - 3.5, -8.0),
        (width - 6.5 - recede, -21.0),
        (24.0 - recede * 0.5, -line + 6.0 - recede),
        (11.0, -line),
        (0.0, -line + 1.0),
    ];
    both_sides(&right, |x, y| if x.abs() > 30.0 { 14.0 } else { depth(x, y) })
}

/// The silhouette of the hair, `volume` above the skull.
fn silhouette(person: &Person, volume: f32, sideburn: f32) -> Vec<[f32; 3]> {
    let width = person.face_width + volume * 0.55;
    let right = [
        (width + 0.5, sideburn),
        (width + 1.5, -8.0),
        (width, -26.0),
        (33.0 + volume * 0.7, -47.0 - volume * 0.5),
        (17.0, -59.0 - volume),
        (0.0, -62.0 - volume),
    ];
    both_sides(&right, |_, _| 2.0)
}

/// Points on the right, from below upwards to the middle; the left ones come first.
fn both_sides(right: &[(f32, f32)], depth: impl Fn(f32, f32) -> f32) -> Vec<[f32; 3]> {
    let spot = |x: f32, y: f32| [x, y, depth(x, y)];
    let left = right.iter().map(|&(x, y)| spot(-x, y));
    left.chain(right.iter().rev().skip(1).map(|&(x, y)| spot(x, y))).collect()
}

fn cap(person: &Person, volume: f32, lower: f32) -> Lock {
    let sideburn = if person.strength > 0.5 { 10.0 } else { 2.0 };
    Lock {
        inner: hairline(person, sideburn + lower * 0.3),
        outer: silhouette(person, volume, sideburn),
        flow: Flow::Across,
        alpha: 1.0,
    }
}

/// A ring of hair round the back, for those old enough.
fn bald(person: &Person) -> Hair {
    let mut hair = Hair::default();
    if person.age < 0.5 {
        return hair;
    }
    for side in [-1.0, 1.0] {
        let width = person.face_width;
        let rail = |shift: f32, depth: f32| {
            [(-0.5, 8.0), (0.5, -6.0), (-2.0, -20.0), (-6.0, -30.0)]
                .map(|(x, y)| [side * (width + x + shift), y, depth])
                .to_vec()
        };
        hair.front.push(Lock { inner: rail(-4.0, 12.0), outer: rail(2.5, -4.0), flow: Flow::Along, alpha: 0.9 });
    }
    hair
}

/// Hair combed from the parting over the forehead.
fn sweep(person: &Person) -> Lock {
    let (side, line) = (person.parting, person.hairline);
    let place = |x: f32, y: f32| [side * x, y, depth(side * x, y).max(14.0)];
    let inner = [
        (17.0, -line - 6.0),
        (8.0, -line + 3.0),
        (-8.0, -line + 9.0),
        (-24.0, -line + 14.0),
        (-person.face_width + 3.0, -14.0),
    ];
    let outer = [(17.0, -line - 10.0), (8.0, -60.0), (-10.0, -62.0), (-30.0, -48.0), (-person.face_width - 1.5, -20.0)];
    Lock {
        inner: inner.map(|(x, y)| place(x, y)).to_vec(),
        outer: outer.map(|(x, y)| place(x, y)).to_vec(),
        flow: Flow::Along,
        alpha: 1.0,
    }
}

/// Hair that stands up over the forehead.
fn quiff(person: &Person) -> Lock {
    let (line, up) = (person.hairline, 64.0 + person.volume * 1.3);
    let lean = person.parting * 4.0;
    let inner = [(-27.0, -line + 7.0), (-14.0, -line + 1.0), (0.0, -line), (14.0, -line + 1.0), (27.0, -line + 7.0)];
    let outer = [
        (-33.0 + lean, -up + 16.0),
        (-18.0 + lean, -up + 2.0),
        (lean, -up - 1.0),
        (18.0 + lean, -up + 2.0),
        (33.0 + lean, -up + 16.0),
    ];
    let place = |list: [(f32, f32); 5], z: f32| list.map(|(x, y)| [x, y, z]).to_vec();
    Lock { inner: place(inner, 32.0), outer: place(outer, 20.0), flow: Flow::Across, alpha: 1.0 }
}

/// Hair over the forehead, down to the brows.
fn fringe(person: &Person) -> Lock {
    let low = -person.brow_height - 4.5;
    let w = person.face_width;
    let inner = [
        (-w + 1.0, low + 6.0),
        (-22.0, low + 1.0),
        (0.0, low - 1.0 - person.volume * 0.3),
        (22.0, low + 1.0),
        (w - 1.0, low + 6.0),
    ];
    let outer = [(-w - 1.0, -22.0), (-26.0, -50.0), (0.0, -60.0), (26.0, -50.0), (w + 1.0, -22.0)];
    let place = |list: [(f32, f32); 5]| list.map(|(x, y)| [x, y, depth(x, y).max(12.0)]).to_vec();
    Lock { inner: place(inner), outer: place(outer), flow: Flow::Across, alpha: 1.0 }
}

/// Many curls from the hairline outwards.
fn curly(person: &Person, volume: f32, size: f32) -> Hair {
    let dice = &mut Dice::new(person.marks_seed, "curls", &[]);
    let base = Lock { flow: Flow::None, ..cap(person, volume * 0.6, 0.0) };
    let mut curls: Vec<Curl> = Vec::new();
    let edge = silhouette(person, volume, 0.0);
    for row in [1.0, 0.72, 0.46, 0.22, 0.04] {
        for column in 0..=20 {
            let place = column as f32 / 20.0;
            let [x, y, z] = between(&on_rail(&base.inner, place), &on_rail(&edge, place), row);
            curls.push([
                x + dice.around(3.0),
                y + dice.around(3.0) - 1.5 * (1.0 - row),
                z,
                size * dice.range(0.75, 1.15),
            ]);
        }
    }
    Hair { front: vec![base], front_curls: curls, ..Hair::default() }
}

/// Hair that falls to `end` on both sides; `wave` is how far it swings.
fn loose(person: &Person, end: f32, wave: f32) -> Hair {
    let (w, v) = (person.face_width, person.volume);
    let swing = |y: f32| wave * (y * 0.16).sin();
    let heights = [-44.0, -22.0, 0.0, 20.0, 0.55 * end, 0.8 * end, end];
    let reach =
        [w - 6.0, w + 2.0 + v * 0.5, w + 4.0 + v * 0.7, w + 5.0 + v, w + 6.0 + v, w + 5.0 + v, w + 1.0 + v * 0.5];
    let outer =
        |side: f32, z: f32| heights.iter().zip(reach).map(|(&y, x)| [side * (x + swing(y)), y, z]).collect::<Vec<_>>();
    let mut hair = Hair {
        back: vec![Lock { inner: outer(-1.0, -12.0), outer: outer(1.0, -12.0), flow: Flow::None, alpha: 1.0 }],
        ..Hair::default()
    };
    for side in [-1.0, 1.0] {
        let edge = [12.0, w - 9.0, w - 5.5, w - 4.5, w - 4.0, w - 2.0, w + 0.0];
        let inner = heights
            .iter()
            .zip(edge)
            .map(|(&y, x)| [side * (x + 0.5 * swing(y)), y.max(-person.hairline - 4.0), 18.0])
            .collect();
        hair.front.push(Lock { inner, outer: outer(side, 0.0), flow: Flow::Along, alpha: 1.0 });
    }
    hair.front.push(parted(person));
    if person.parting > 0.0 && person.brow_arch > 1.6 {
        hair.front.push(fringe(person));
    }
    hair
}

/// The crown of loose hair, combed from a parting to both sides.
fn parted(person: &Person) -> Lock {
    let (w, v, line) = (person.face_width, person.volume, person.hairline);
    let part = person.parting * 7.0;
    let inner = [
        (-w + 5.0, -12.0),
        (-w + 10.0, -22.0),
        (-20.0, -line + 4.0),
        (part, -line - 6.0),
        (20.0, -line + 4.0),
        (w - 10.0, -22.0),
        (w - 5.0, -12.0),
    ];
    let outer = [
        (-w - 1.5 - v * 0.5, -14.0),
        (-w - 0.5 - v * 0.4, -32.0),
        (-24.0 - v * 0.3, -56.0 - v * 0.6),
        (part * 0.6, -61.0 - v),
        (24.0 + v * 0.3, -56.0 - v * 0.6),
        (w + 0.5 + v * 0.4, -32.0),
        (w + 1.5 + v * 0.5, -14.0),
    ];
    let inner = inner.map(|(x, y)| [x, y, depth(x, y).max(14.0)]).to_vec();
    Lock { inner, outer: outer.map(|(x, y)| [x, y, 2.0]).to_vec(), flow: Flow::Across, alpha: 1.0 }
}

fn bun(person: &Person) -> Hair {
    let curls = vec![[person.parting * 2.0, -70.0, -6.0, 14.0]];
    Hair { back_curls: curls, front: vec![cap(person, 1.5, -4.0)], ..Hair::default() }
}

/// A cloth round face and neck.
fn scarf(person: &Person) -> Hair {
    let (w, v) = (person.face_width, 4.0);
    let (jaw, chin) = (person.jaw_width, person.chin);
    let face = [
        (0.0, chin + 0.5),
        (person.chin_width, chin - 1.0),
        ((jaw + person.chin_width) / 2.0, chin - 8.0),
        (jaw - 1.5, chin - 20.0),
        (w - 3.0, 12.0),
        (w - 2.5, -4.0),
        (w - 6.0, -20.0),
        (24.0, -32.0),
        (0.0, -35.0),
    ];
    let cloth = [
        (0.0, 112.0),
        (20.0, 108.0),
        (w + 4.0, 98.0),
        (w + 12.0, 72.0),
        (w + 10.0 + v, 24.0),
        (w + 6.0 + v, -2.0),
        (w + 3.0 + v, -26.0),
        (30.0, -58.0 - v),
        (0.0, -64.0 - v),
    ];
    let front = Lock {
        inner: both_sides(&face, |x, y| if y > 0.0 { 9.0 } else { depth(x, y).clamp(9.0, 34.0) }),
        outer: both_sides(&cloth, |_, _| 0.0),
        flow: Flow::Along,
        alpha: 1.0,
    };
    // Behind the face everything is cloth, whichever way the head turns.
    let edge = |side: f32| cloth.map(|(x, y)| [side * x, y, -4.0]).to_vec();
    let back = Lock { inner: edge(-1.0), outer: edge(1.0), flow: Flow::None, alpha: 1.0 };
    Hair { back: vec![back], front: vec![front], cloth: Some(person.scarf), ..Hair::default() }
}
