//! Synthetic people: nobody real, for demonstrations and tests.
//!
//! A [`Person`](person::Person) is a set of numbers that stays the same from picture to picture; a
//! [`Moment`](moment::Moment) is what changes: pose, expression, light, background, camera. Features are flat shapes on
//! a head that turns in space ([`view`]); a height map of the same head ([`relief`]) adds light and shade. All lengths
//! are pixels of a 128 x 128 picture with the eyes at about (43, 60) and (85, 60).

mod beard;
mod camera;
mod canvas;
mod colour;
mod dice;
mod eyes;
mod folder;
mod glasses;
mod hair;
mod hairstyle;
mod head;
mod moment;
mod mouth;
mod nose;
mod person;
mod relief;
mod scene;
mod skin;
mod view;

pub use folder::{FolderRequest, MAX_SIZE, Overwrite, write_people, write_public};

use canvas::Canvas;
use image::RgbImage;
use moment::Moment;
use person::Person;
use view::View;

/// Part of cache keys for synthetic people; changes when the same request gives other pictures.
pub const GENERATION: u32 = 1;

/// Picture `image` of person `identity` among the people of `seed`, `size` x `size` pixels (1 to [`MAX_SIZE`]; other
/// sizes are clamped). The same arguments give the same bytes.
pub fn portrait(seed: u64, identity: u64, image: u64, size: u32) -> RgbImage {
    let person = Person::draw(seed, identity);
    let moment = Moment::draw(seed, identity, image, &person);
    let view = View::new(&moment);
    let mut head = Canvas::new(size, view);
    draw_head(&mut head, &person, &moment);
    relief::shade(&mut head, &person, &moment);
    let mut picture = Canvas::new(size, view);
    scene::draw(&mut picture, &moment);
    picture.lay(&head);
    camera::expose(&picture, &moment)
}

/// Layers, from back to front.
fn draw_head(canvas: &mut Canvas, person: &Person, moment: &Moment) {
    let hair = hairstyle::arrange(person);
    hair.draw_back(canvas, person);
    scene::draw_shoulders(canvas, person, moment);
    head::draw(canvas, person, moment);
    skin::draw(canvas, person, moment);
    beard::draw(canvas, person, moment);
    nose::draw(canvas, person, moment);
    mouth::draw(canvas, person, moment);
    eyes::draw(canvas, person, moment);
    hair.draw_front(canvas, person);
    eyes::draw_brows(canvas, person, moment);
    glasses::draw(canvas, person, moment);
}

#[cfg(test)]
mod tests;
