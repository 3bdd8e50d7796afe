//! The class of most of the nearest training images.

use super::probe::most;

pub const NEIGHBOURS: usize = 5;

/// Training images that are compared at a time: their codes stay in the cache for every image asked of.
const BLOCK: usize = 512;

/// The class of each of `asked` (N·Z) by vote of its nearest `codes` (M·Z), whose classes are `labels`: by Euclidean
/// distance, of equal distances the earlier; of equal votes the lower class.
pub fn nearest(codes: &[f32], labels: &[u16], latent: usize, asked: &[f32]) -> Vec<u16> {
    let count = NEIGHBOURS.min(labels.len());
    // Of each image asked of the nearest so far, ascending.
    let mut found = vec![[(f64::INFINITY, 0u16); NEIGHBOURS]; asked.len() / latent];
    let (mut block, mut distances) = (vec![0.0; BLOCK * latent], [0.0; BLOCK]);
    for (codes, labels) in codes.chunks(BLOCK * latent).zip(labels.chunks(BLOCK)) {
        for (j, column) in block.chunks_mut(BLOCK).enumerate() {
            for (at, &z) in column.iter_mut().zip(codes.iter().skip(j).step_by(latent)) {
                *at = f64::from(z);
            }
        }
        for (z, found) in asked.chunks(latent).zip(&mut found) {
            distances.fill(0.0);
            for (&z, column) in z.iter().zip(block.chunks(BLOCK)) {
                let z = f64::from(z);
                for (distance, other) in distances.iter_mut().zip(column) {
                    *distance += (z - other) * (z - other);
                }
            }
            for (&distance, &label) in distances.iter().zip(labels) {
                if distance < found[count - 1].0 {
                    let place = found.iter().take_while(|(other, _)| *other <= distance).count();
                    found.copy_within(place..count - 1, place + 1);
                    found[place] = (distance, label);
                }
            }
        }
    }
    let classes = labels.iter().map(|&label| usize::from(label) + 1).max().unwrap_or(0);
    let mut classified = Vec::with_capacity(found.len());
    for found in &found {
        let mut votes = vec![0.0; classes];
        found[..count].iter().for_each(|&(_, label)| votes[usize::from(label)] += 1.0);
        classified.push(most(&votes));
    }
    classified
}
