//! Training and held-out images, disjoint, each class in proportion.

use rand::seq::SliceRandom;

use super::Dataset;
use crate::num::rng::Stream;

/// Indices into a data set: a training part and a held-out part without overlap, each in ascending order. Without a
/// training part, nothing is trained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    pub train: Vec<u32>,
    pub held_out: Vec<u32>,
}

/// Holds out `held_out` images, from each class in proportion to its size (largest remainders first), drawn from the
/// stream `split`.
///
/// # Panics
/// When fewer than `held_out` + 1 images are there.
pub fn stratified(data: &Dataset, held_out: usize, seed: u32) -> Split {
    let count = data.len();
    assert!(held_out < count, "{held_out} of {count} images held out");
    let mut rng = Stream::Split.at(seed, 0);
    // The images without a class are a class of their own, the last.
    let named = data.labels().names().len();
    let mut classes: Vec<Vec<u32>> = vec![Vec::new(); named + 1];
    for (i, &label) in data.labels().ids().iter().enumerate() {
        classes[usize::from(label).min(named)].push(i as u32);
    }
    // (whole quota, remainder) of each class.
    let mut quotas = Vec::with_capacity(classes.len());
    let mut left = held_out;
    for members in &mut classes {
        members.shuffle(&mut rng);
        let exact = members.len() * held_out;
        quotas.push((exact / count, exact % count));
        left -= exact / count;
    }
    // The largest remainders get the images that whole quotas leave over; of equal ones, the first.
    for _ in 0..left {
        let mut largest = 0;
        for class in 1..quotas.len() {
            if quotas[class].1 > quotas[largest].1 {
                largest = class;
            }
        }
        quotas[largest] = (quotas[largest].0 + 1, 0);
    }

    let mut split = Split { train: Vec::new(), held_out: Vec::new() };
    for (members, (quota, _)) in classes.iter().zip(quotas) {
        split.held_out.extend_from_slice(&members[..quota]);
        split.train.extend_from_slice(&members[quota..]);
    }
    split.held_out.sort_unstable();
    split.train.sort_unstable();
    split
}
