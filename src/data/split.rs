//! Training and held-out images, disjoint, each class in proportion.

use rand::seq::SliceRandom;

use super::Dataset;
use crate::num::rng::Stream;

/// Indices into a data set: a training part and a held-out part without overlap, each in ascending order.
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
    // (remainder of the quota, class): the largest remainders get the images that whole quotas leave over.
    let mut remainders = Vec::new();
    let mut quotas = vec![0; classes.len()];
    for (class, members) in classes.iter_mut().enumerate() {
        members.shuffle(&mut rng);
        let exact = members.len() * held_out;
        quotas[class] = exact / count;
        remainders.push((exact % count, class));
    }
    let left = held_out - quotas.iter().sum::<usize>();
    remainders.sort_unstable_by_key(|&(remainder, class)| (std::cmp::Reverse(remainder), class));
    remainders.iter().take(left).for_each(|&(_, class)| quotas[class] += 1);

    let mut split = Split { train: Vec::new(), held_out: Vec::new() };
    for (members, quota) in classes.iter().zip(quotas) {
        split.held_out.extend(&members[..quota]);
        split.train.extend(&members[quota..]);
    }
    split.held_out.sort_unstable();
    split.train.sort_unstable();
    split
}
