//! From files and choices to a data set and what is to be said of it.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use rand::seq::SliceRandom;

use super::arrays::gather;
use super::fit::Fitting;
use super::limits::{MAX_IMAGES, MAX_PIXELS, MAX_SIDE, MIN_IMAGES, MIN_SIDE};
use super::look::{Facts, counts, look};
use super::paper::{Edges, MOSTLY};
use super::parts::{Part, parts};
use super::preview::{ClassCount, Preview, Skipped};
use super::stack::Raster;
use super::{Choices, Fault, Fit, LabelSource, Meaning, Opened, Result, Sure, targets};
use crate::data::{Dataset, Labels, Split};
use crate::num::rng::Stream;

/// The side of what comes in other sizes.
const DEFAULT_SIDE: usize = 28;
/// Images that paper and transposition are told by.
const SAMPLE: usize = 500;
/// Files that a preview names; of more it says how many.
const NAMED: usize = 100;

/// A set as it was chosen to be.
pub struct Read {
    pub data: Dataset,
    /// Where the files come in two parts.
    pub split: Option<Split>,
    pub preview: Preview,
}

/// An image's part, and its place there.
type Place = (usize, usize);

impl Opened<'_> {
    /// Reads the images as chosen; what is not chosen is decided, and the preview says how.
    ///
    /// # Errors
    /// When a file is damaged, a value is not finite, labels and images differ in number, or too few or too many of
    /// them are there.
    pub fn read(&self, choices: &Choices) -> Result<Read> {
        check(choices).map_err(|fault| fault.of(&self.whole))?;
        let mut gathered = gather(self, choices)?;
        let mut parts = parts(&mut gathered)?;
        let facts = look(&mut parts, choices, &mut gathered.skipped)?;
        let name = parts[0].name.clone();
        let found: usize = parts.iter().map(Part::len).sum();
        if found < MIN_IMAGES {
            return Err(Fault::TooFew(found).of(&name));
        }
        let places = places(&parts, found, choices);
        let (fitting, edges, sure) = decide(&parts, &places, &facts, choices).map_err(|fault| fault.of(&name))?;
        let (height, width) = size(&fitting, &facts);
        if height.saturating_mul(width).saturating_mul(places.len()) > MAX_PIXELS {
            return Err(Fault::TooManyPixels { images: places.len(), height, width }.of(&name));
        }

        let mut levels = Vec::with_capacity(places.len() * height * width);
        let mut raster = Raster::default();
        for &(part, i) in &places {
            parts[part].fill(i, facts.paper, &mut raster).map_err(|fault| fault.of(&parts[part].name))?;
            fitting.levels(&raster, &mut levels);
        }
        let labels = labels(&parts, &places, gathered.names.as_deref(), choices)?;
        let classes = classes(&labels);
        let (duplicates, constant) = repeated(&levels, height * width);
        let mean = mean(&levels, height * width, fitting.top);
        let size = [places.len(), height, width];
        let data = Dataset::from_row_major(&self.name, size, levels, fitting.top, labels);
        let data = data.map_err(|error| Fault::Damaged(error.to_string()).of(&name))?;

        let split = split(&parts, &places);
        let from: Vec<&str> = parts.iter().map(|part| &*part.labels_from).filter(|from| !from.is_empty()).collect();
        let (skipped, skipped_more) = named(gathered.skipped);
        let (wider, _) = edges.wider();
        let preview = Preview {
            name: self.name.clone(),
            formats: gathered.formats,
            found,
            images: data.len(),
            height,
            width,
            sides: facts.sides,
            colour: facts.colour,
            labels_from: if classes.is_empty() { String::new() } else { from.join(", ") },
            classes,
            parts: split.as_ref().map(|split| (split.train.len(), split.held_out.len())),
            values: (facts.min, facts.max),
            meaning: fitting.meaning,
            light_edges: edges.light(),
            transposed: sure,
            wider,
            duplicates,
            constant,
            skipped,
            skipped_more,
            mean,
            bytes: data.len() * height * width,
            choices: Choices {
                side: fitting.side,
                fit: Some(fitting.fit),
                invert: Some(fitting.invert),
                transpose: Some(fitting.transpose),
                meaning: Some(fitting.meaning),
                ..choices.clone()
            },
            notes: [gathered.notes, facts.notes].concat(),
        };
        Ok(Read { data, split, preview })
    }
}

fn check(choices: &Choices) -> std::result::Result<(), Fault> {
    if let Some(side) = choices.side.filter(|side| !(MIN_SIDE..=MAX_SIDE).contains(side)) {
        return Err(Fault::Choice(format!("a side of {side}")));
    }
    if choices.at_most < MIN_IMAGES {
        return Err(Fault::TooFew(choices.at_most));
    }
    if let Some(Meaning { low, high }) = choices.meaning
        && !(low.is_finite() && high.is_finite() && low < high)
    {
        return Err(Fault::Choice(format!("values from {low} to {high}")));
    }
    Ok(())
}

/// All images, or as many as are wanted, drawn, in their files' order.
fn places(parts: &[Part], found: usize, choices: &Choices) -> Vec<Place> {
    let all = parts.iter().enumerate().flat_map(|(p, part)| (0..part.len()).map(move |i| (p, i)));
    let most = choices.at_most.min(MAX_IMAGES);
    if found <= most {
        return all.collect();
    }
    let mut drawn: Vec<u32> = (0..found as u32).collect();
    let (drawn, _) = drawn.partial_shuffle(&mut Stream::Shuffle.at(choices.seed, 0), most);
    let mut wanted = vec![false; found];
    drawn.iter().for_each(|&at| wanted[at as usize] = true);
    all.zip(wanted).filter_map(|(place, wanted)| wanted.then_some(place)).collect()
}

/// What is open in the choices, by what a sample of the images shows.
fn decide(
    parts: &[Part],
    places: &[Place],
    facts: &Facts,
    choices: &Choices,
) -> std::result::Result<(Fitting, Edges, Sure), Fault> {
    let meaning = choices.meaning.unwrap_or_else(|| Meaning::of(facts.min, facts.max, facts.whole));
    let mut edges = Edges::default();
    let mut raster = Raster::default();
    let count = places.len().min(SAMPLE);
    for at in 0..count {
        let (part, i) = places[at * places.len() / count];
        parts[part].fill(i, facts.paper, &mut raster)?;
        edges.add(&raster, meaning);
    }
    let is_small = |n: usize| (MIN_SIDE..=MAX_SIDE).contains(&n);
    let as_it_is = facts.size().is_some_and(|(h, w)| is_small(h) && is_small(w));
    let is_array = parts.iter().any(|part| matches!(part.images, super::parts::Images::Stack(_)));
    let side = match (choices.side, facts.size()) {
        (Some(side), size) if size == Some((side, side)) => None,
        (Some(side), _) => Some(side),
        (None, _) if as_it_is => None,
        (None, Some((h, w))) if h.max(w) < MIN_SIDE => Some(MIN_SIDE),
        (None, None) if is_array => {
            let shown = |(h, w)| format!("{h}×{w}");
            let [first, other] = facts.sides.map(shown);
            return Err(Fault::MixedSizes { first, other });
        }
        (None, _) => Some(DEFAULT_SIDE),
    };
    let (wider, told) = edges.wider();
    let square = facts.size().is_some_and(|(h, w)| h == w) && is_array;
    let sure = if square { Sure::of(&parts[0].name, wider, told) } else { Sure::No };
    let fitting = Fitting {
        transpose: choices.transpose.unwrap_or(sure == Sure::Certain),
        side,
        fit: choices.fit.unwrap_or(if edges.plain() >= MOSTLY { Fit::Pad } else { Fit::Crop }),
        meaning,
        top: meaning.levels(facts.whole).filter(|_| side.is_none()).unwrap_or(u8::MAX),
        invert: choices.invert.unwrap_or(edges.light() >= MOSTLY),
    };
    Ok((fitting, edges, sure))
}

/// Height and width as they will be.
fn size(fitting: &Fitting, facts: &Facts) -> (usize, usize) {
    match (fitting.side, facts.sides[0]) {
        (Some(side), _) => (side, side),
        (None, (h, w)) if fitting.transpose => (w, h),
        (None, size) => size,
    }
}

fn labels(parts: &[Part], places: &[Place], names: Option<&[String]>, choices: &Choices) -> Result<Labels> {
    if choices.labels == LabelSource::Nowhere {
        return Ok(Labels::none(places.len()));
    }
    let class = |&(part, i): &Place| parts[part].classes.as_ref().and_then(|classes| classes[i].clone());
    let classes: Vec<_> = places.iter().map(class).collect();
    let file = parts.iter().map(|part| &*part.labels_from).find(|from| !from.is_empty()).unwrap_or(&parts[0].name);
    targets::labels(file, &classes, names)
}

fn classes(labels: &Labels) -> Vec<ClassCount> {
    let counts = counts(labels.ids(), labels.names().len());
    labels.names().iter().zip(counts).map(|(name, images)| ClassCount { name: name.clone(), images }).collect()
}

/// Images that an earlier one equals, and images of one value.
fn repeated(levels: &[u8], pixels: usize) -> (usize, usize) {
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let (mut duplicates, mut constant) = (0, 0);
    for (i, image) in levels.chunks(pixels).enumerate() {
        constant += usize::from(image.iter().all(|&level| level == image[0]));
        let mut hasher = DefaultHasher::new();
        image.hash(&mut hasher);
        let first = *seen.entry(hasher.finish()).or_insert(i);
        duplicates += usize::from(first != i && &levels[first * pixels..][..pixels] == image);
    }
    (duplicates, constant)
}

fn mean(levels: &[u8], pixels: usize, top: u8) -> Vec<u8> {
    let mut sums = vec![0u64; pixels];
    for image in levels.chunks(pixels) {
        sums.iter_mut().zip(image).for_each(|(sum, &level)| *sum += u64::from(level));
    }
    let all = (levels.len() / pixels) as f64 * f64::from(top) / 255.0;
    sums.iter().map(|&sum| (sum as f64 / all + 0.5) as u8).collect()
}

fn split(parts: &[Part], places: &[Place]) -> Option<Split> {
    let of = |held_out: bool| {
        let chosen = places.iter().enumerate().filter(|(_, (part, _))| parts[*part].held_out == held_out);
        chosen.map(|(at, _)| at as u32).collect::<Vec<u32>>()
    };
    let split = Split { train: of(false), held_out: of(true) };
    (!split.train.is_empty() && !split.held_out.is_empty()).then_some(split)
}

/// The first that were left out, and how many more there are.
fn named(mut skipped: Vec<Skipped>) -> (Vec<Skipped>, usize) {
    let more = skipped.len().saturating_sub(NAMED);
    skipped.truncate(NAMED);
    (skipped, more)
}
