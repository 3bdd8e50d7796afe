//! A disc, somewhere.

use super::{Chance, Drawn};

pub const SIDE: usize = 16;
pub const FACTORS: [&str; 3] = ["x", "y", "radius"];
const RADIUS: f64 = 3.0;
const RADII: (f64, f64) = (1.5, 4.0);

/// Anywhere where it is whole; of one radius, or of any.
pub fn disc(any_radius: bool, chance: &mut Chance) -> Drawn {
    let (least, most) = RADII;
    let radius = if any_radius { least + (most - least) * chance.uniform() } else { RADIUS };
    // Where every disc of the set would be whole, so that place and size tell nothing of each other.
    let margin = 0.5 + if any_radius { most } else { RADIUS };
    let mut place = || margin + (SIDE as f64 - 2.0 * margin) * chance.uniform();
    let (x, y) = (place(), place());
    let level = |at: usize| {
        let (dx, dy) = ((at % SIDE) as f64 + 0.5 - x, (at / SIDE) as f64 + 0.5 - y);
        let share = (0.5 + radius - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
        (share * 255.0 + 0.5) as u8
    };
    let factors = if any_radius { vec![x, y, radius] } else { vec![x, y] };
    Drawn { levels: (0..SIDE * SIDE).map(level).collect(), factors }
}
