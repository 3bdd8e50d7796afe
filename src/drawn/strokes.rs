//! Digits as a hand writes them, with the factors that made each.

use super::glyphs::{DIGITS, Place, Way};
use super::pen::{Dot, curve, ink};
use super::{Chance, Drawn};

pub const SIDE: usize = 28;
/// MNIST's convention: the digit fills a square of so many pixels, its centre of mass in the middle of the image.
const BOX: f64 = 20.0;

/// What makes a digit look as it does, beside its class and its way of being written.
pub const FACTORS: [&str; 7] = ["slant", "thickness", "scale", "rotation", "x", "y", "jitter"];

/// One digit, and its factors in their order.
pub fn digit(class: usize, chance: &mut Chance) -> Drawn {
    let way = choose(DIGITS[class], chance);
    // How far the top leans to the right, for a height of one.
    let slant = (0.18 + 0.2 * chance.normal()).clamp(-0.35, 0.75);
    // Half the width of the line, in pixels.
    let thickness = (1.18 + 0.32 * chance.normal()).clamp(0.6, 2.0);
    // Of MNIST's square.
    let scale = (0.95 + 0.05 * chance.normal()).clamp(0.8, 1.0);
    // To the left, in radians.
    let rotation = (0.08 * chance.normal()).clamp(-0.25, 0.25);
    // Pixels from the middle.
    let (x, y) = ((0.4 * chance.normal()).clamp(-1.0, 1.0), (0.4 * chance.normal()).clamp(-1.0, 1.0));
    // How unsteady the hand is.
    let jitter = chance.uniform();

    let width = way.width * (1.0 + 0.18 * chance.normal()).clamp(0.6, 1.45);
    let mut lines = unsteady(way, width, jitter, chance);
    let (sin, cos) = (libm::sin(rotation), libm::cos(rotation));
    for place in lines.iter_mut().flatten() {
        let (px, py) = (place[0] + slant * (0.5 - place[1]), place[1] - 0.5);
        *place = [px * cos + py * sin, py * cos - px * sin];
    }
    let size = [0, 1].map(|axis| extent(&lines, axis)).into_iter().fold(0.0, f64::max);
    let stretch = (BOX * scale - 2.0 * thickness) / size;
    lines.iter_mut().flatten().for_each(|place| *place = place.map(|at| at * stretch));
    let mut lines: Vec<Vec<Dot>> = lines.iter().map(|line| pressed(line, thickness, chance)).collect();
    let half = SIDE as f64 / 2.0;
    // Where the ink will be shows when it is there: once by the line, and once by the ink itself.
    let middle = centre_of_line(&lines);
    shift(&mut lines, [half + x - middle[0], half + y - middle[1]]);
    let middle = centre_of_ink(&ink(&lines, SIDE));
    shift(&mut lines, [half + x - middle[0], half + y - middle[1]]);
    // A digit whose mass is far to one side would leave the image on the other.
    let inward = [0, 1].map(|axis| inward(&lines, axis));
    shift(&mut lines, inward);
    let (x, y) = (x + inward[0], y + inward[1]);
    let levels = ink(&lines, SIDE).into_iter().map(|ink| (ink * 255.0 + 0.5) as u8).collect();
    Drawn { levels, factors: vec![slant, thickness, scale, rotation, x, y, jitter] }
}

fn choose(ways: &'static [Way], chance: &mut Chance) -> &'static Way {
    let mut left = chance.uniform() * ways.iter().map(|way| way.weight).sum::<f64>();
    let found = ways.iter().find(|way| {
        left -= way.weight;
        left < 0.0
    });
    found.unwrap_or(&ways[0])
}

/// The strokes as lines, their places a little beside where they should be, and the whole a little bent.
fn unsteady(way: &Way, width: f64, jitter: f64, chance: &mut Chance) -> Vec<Vec<Place>> {
    let off = 0.015 + 0.035 * jitter;
    // Strokes that meet are meant to meet: what begins where another ended goes on from there.
    let mut moved: Vec<(Place, Place)> = Vec::new();
    let mut lines = Vec::new();
    for stroke in way.strokes {
        let places: Vec<Place> = stroke
            .iter()
            .map(|&place| {
                if let Some((_, to)) = moved.iter().find(|(from, _)| *from == place) {
                    return *to;
                }
                let to = [(place[0] + off * 1.3 * chance.normal()) * width, place[1] + off * chance.normal()];
                moved.push((place, to));
                to
            })
            .collect();
        lines.push(curve(&places));
    }
    let bend = 0.035 * (0.4 + jitter) * chance.normal();
    let phase = chance.uniform() * std::f64::consts::TAU;
    for place in lines.iter_mut().flatten() {
        place[0] += bend * libm::sin(4.0 * place[1] + phase);
    }
    lines
}

/// The line with its pressure: lighter where the pen comes and goes, and never quite even.
fn pressed(line: &[Place], thickness: f64, chance: &mut Chance) -> Vec<Dot> {
    let (first, last) = (0.12 * chance.normal(), 0.12 * chance.normal());
    let taper = 0.25 * chance.uniform();
    let end = (line.len() - 1) as f64;
    let dot = |(i, place): (usize, &Place)| {
        let t = i as f64 / end;
        let tip = (2.0 * t - 1.0).powi(6);
        let radius = thickness * (1.0 + first * (1.0 - t) + last * t - taper * tip).max(0.3);
        Dot { at: *place, radius }
    };
    line.iter().enumerate().map(dot).collect()
}

fn extent(lines: &[Vec<Place>], axis: usize) -> f64 {
    let places = || lines.iter().flatten().map(|place| place[axis]);
    places().fold(f64::MIN, f64::max) - places().fold(f64::MAX, f64::min)
}

fn shift(lines: &mut [Vec<Dot>], [dx, dy]: Place) {
    lines.iter_mut().flatten().for_each(|dot| dot.at = [dot.at[0] + dx, dot.at[1] + dy]);
}

/// How far lines have to go to lie within the image.
fn inward(lines: &[Vec<Dot>], axis: usize) -> f64 {
    let dots = || lines.iter().flatten();
    let least = dots().map(|dot| dot.at[axis] - dot.radius).fold(f64::MAX, f64::min);
    let most = dots().map(|dot| dot.at[axis] + dot.radius).fold(f64::MIN, f64::max);
    (1.0 - least).max(0.0) + (SIDE as f64 - 1.0 - most).min(0.0)
}

/// Of all lines, each piece by its length.
fn centre_of_line(lines: &[Vec<Dot>]) -> Place {
    let (mut sum, mut weight) = ([0.0, 0.0], 0.0);
    for pair in lines.iter().flat_map(|line| line.windows(2)) {
        let [from, to] = [pair[0].at, pair[1].at];
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let length = (dx * dx + dy * dy).sqrt();
        sum = [0, 1].map(|axis| sum[axis] + length * (from[axis] + to[axis]) / 2.0);
        weight += length;
    }
    sum.map(|sum| sum / weight)
}

fn centre_of_ink(image: &[f64]) -> Place {
    let (mut sum, mut weight) = ([0.0, 0.0], 0.0);
    for (at, &ink) in image.iter().enumerate() {
        let place = [at % SIDE, at / SIDE].map(|at| at as f64 + 0.5);
        sum = [0, 1].map(|axis| sum[axis] + ink * place[axis]);
        weight += ink;
    }
    sum.map(|sum| sum / weight)
}
