//! A pen: smooth lines through places, and the ink that they leave on pixels.

use super::glyphs::Place;

/// Pieces of a curve between two places.
const PIECES: usize = 7;
/// Pixels over which the edge of a line fades.
const FADE: f64 = 1.5;

/// A place of a line, and half the line's width there, in pixels.
pub struct Dot {
    pub at: Place,
    pub radius: f64,
}

/// A curve of Catmull and Rom's through the places.
pub fn curve(places: &[Place]) -> Vec<Place> {
    let last = places.len() - 1;
    let mut line = vec![places[0]];
    for i in 0..last {
        let (before, from, to) = (places[i.saturating_sub(1)], places[i], places[i + 1]);
        let after = places[(i + 2).min(last)];
        for piece in 1..=PIECES {
            let t = piece as f64 / PIECES as f64;
            let on = |axis: usize| {
                let [p0, p1, p2, p3] = [before[axis], from[axis], to[axis], after[axis]];
                let (a, b) = (2.0 * p0 - 5.0 * p1 + 4.0 * p2 - p3, 3.0 * p1 - p0 - 3.0 * p2 + p3);
                p1 + 0.5 * t * (p2 - p0 + t * (a + t * b))
            };
            line.push([on(0), on(1)]);
        }
    }
    line
}

/// Ink, from 0 to 1, on side × side pixels. A pixel's place is its middle.
pub fn ink(lines: &[Vec<Dot>], side: usize) -> Vec<f64> {
    let mut image = vec![0.0f64; side * side];
    for line in lines {
        for pair in line.windows(2) {
            let [from, to] = [&pair[0], &pair[1]];
            let reach = from.radius.max(to.radius) + FADE;
            let range = |axis: usize| {
                let (low, high) = (from.at[axis].min(to.at[axis]) - reach, from.at[axis].max(to.at[axis]) + reach);
                let end = (high + 1.0).clamp(0.0, side as f64) as usize;
                (low.clamp(0.0, side as f64) as usize).min(end)..end
            };
            for y in range(1) {
                for x in range(0) {
                    let place = [x as f64 + 0.5, y as f64 + 0.5];
                    let (distance, along) = distance(place, from.at, to.at);
                    let radius = from.radius + along * (to.radius - from.radius);
                    let share = (0.5 + (radius - distance) / FADE).clamp(0.0, 1.0);
                    let pixel = &mut image[y * side + x];
                    *pixel = pixel.max(share * share * (3.0 - 2.0 * share));
                }
            }
        }
    }
    image
}

/// From a place to a piece of a line, and how far along it the nearest place is.
fn distance(place: Place, from: Place, to: Place) -> (f64, f64) {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let (px, py) = (place[0] - from[0], place[1] - from[1]);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (rx, ry) = (px - along * dx, py - along * dy);
    ((rx * rx + ry * ry).sqrt(), along)
}
