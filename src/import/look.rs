//! A first look at every image: values, sizes, and which pictures cannot be read.

use std::collections::BTreeMap;

use super::parts::{Images, Part, decoded};
use super::preview::Skipped;
use super::stack::Raster;
use super::{Choices, Fault, Result, sheet};

/// What all images of a set have in common, or not.
pub struct Facts {
    pub min: f64,
    pub max: f64,
    /// Every value is a whole number.
    pub whole: bool,
    pub colour: bool,
    /// Height and width: the smallest and the largest of each.
    pub sides: [(usize, usize); 2],
    /// What lies behind clear pixels, where there are any.
    pub paper: f64,
    pub notes: Vec<String>,
}

impl Facts {
    fn new() -> Facts {
        Facts {
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            whole: true,
            colour: false,
            sides: [(usize::MAX, usize::MAX), (0, 0)],
            paper: 255.0,
            notes: Vec::new(),
        }
    }

    /// The one size, where there is one.
    pub fn size(&self) -> Option<(usize, usize)> {
        (self.sides[0] == self.sides[1]).then_some(self.sides[0])
    }

    fn add(&mut self, raster: &Raster) -> bool {
        let [(least_h, least_w), (most_h, most_w)] = self.sides;
        let (h, w) = (raster.height, raster.width);
        self.sides = [(least_h.min(h), least_w.min(w)), (most_h.max(h), most_w.max(w))];
        let mut finite = true;
        for &value in &raster.values {
            finite &= value.is_finite();
            self.min = self.min.min(value);
            self.max = self.max.max(value);
            self.whole &= value.fract() == 0.0;
        }
        finite
    }
}

/// Looks at every image once. Pictures that cannot be read are taken out and named; a picture that holds many is cut.
///
/// # Errors
/// When a value is not finite, or no image is left.
pub fn look(parts: &mut Vec<Part>, choices: &Choices, skipped: &mut Vec<Skipped>) -> Result<Facts> {
    let mut facts = Facts::new();
    let mut first_fault = None;
    for part in parts.iter_mut() {
        if let Images::Pictures(pictures) = &mut part.images {
            let fault = look_at_pictures(pictures, part.classes.as_mut(), &mut facts, skipped);
            first_fault = first_fault.or(fault);
        }
    }
    let name = parts.first().map_or(String::new(), |part| part.name.clone());
    parts.retain(|part| part.len() > 0);
    if parts.is_empty() {
        return Err(first_fault.unwrap_or_else(|| Fault::NoImages.of(&name)));
    }
    cut_a_sheet(parts, choices, &mut facts)?;
    let mut raster = Raster::default();
    for part in parts.iter() {
        if let Images::Stack(stack) = &part.images {
            facts.colour |= stack.channels() >= 3;
            for i in 0..stack.len() {
                stack.fill(i, &mut raster);
                if !facts.add(&raster) {
                    return Err(Fault::NotFinite { image: i }.of(&part.name));
                }
            }
        }
    }
    Ok(facts)
}

/// Takes out what cannot be read; tells the first reason.
fn look_at_pictures(
    pictures: &mut Vec<(String, super::arrays::PictureSource)>,
    classes: Option<&mut Vec<Option<super::targets::Class>>>,
    facts: &mut Facts,
    skipped: &mut Vec<Skipped>,
) -> Option<super::ImportError> {
    let mut first_fault = None;
    let (mut seen, mut opacity) = (0.0, 0.0);
    let good: Vec<bool> = pictures
        .iter()
        .map(|(path, source)| match decoded(source) {
            Ok(picture) => {
                if let Some((sum, weight)) = picture.seen() {
                    (seen, opacity) = (seen + sum, opacity + weight);
                }
                facts.colour |= picture.colour;
                facts.add(&picture.raster);
                true
            }
            Err(fault) => {
                skipped.push(Skipped { path: path.clone(), code: fault.code(), why: fault.to_string() });
                first_fault.get_or_insert_with(|| fault.of(path));
                false
            }
        })
        .collect();
    if opacity > 0.0 {
        // Dark ink stands on white paper, light ink on black.
        facts.paper = if seen / opacity > 127.5 { 0.0 } else { 255.0 };
        facts.notes.push(format!("clear parts are taken as {}", if facts.paper == 0.0 { "black" } else { "white" }));
        (facts.min, facts.max) = (facts.min.min(facts.paper), facts.max.max(facts.paper));
    }
    let mut keep = good.iter();
    pictures.retain(|_| *keep.next().unwrap_or(&true));
    let mut keep = good.iter();
    if let Some(classes) = classes {
        classes.retain(|_| *keep.next().unwrap_or(&true));
    }
    // A picture's greys are on the scale of 0 to 255 whatever its depth.
    (facts.min, facts.max) = (facts.min.min(0.0), facts.max.max(255.0));
    first_fault
}

/// One picture alone may hold a grid of images.
fn cut_a_sheet(parts: &mut [Part], choices: &Choices, facts: &mut Facts) -> Result<()> {
    let [part] = parts else { return Ok(()) };
    if part.len() != 1 || !matches!(part.images, Images::Pictures(_)) {
        return Ok(());
    }
    let mut raster = Raster::default();
    part.fill(0, facts.paper, &mut raster).map_err(|fault| fault.of(&part.name))?;
    let grid = match choices.grid {
        Some((rows, columns)) => Some(sheet::Grid::asked(&raster, rows, columns).ok_or_else(|| {
            let (h, w) = (raster.height, raster.width);
            Fault::Choice(format!("a picture of {h}×{w} cannot be cut into {rows} rows and {columns} columns"))
                .of(&part.name)
        })?),
        None => sheet::Grid::find(&raster),
    };
    let Some(grid) = grid else { return Ok(()) };
    let images = grid.cut(&raster);
    let (count, height, width) = (images.len(), grid.height, grid.width);
    facts.notes.push(format!(
        "the picture is a sheet of {} rows and {} columns: {count} images of {height}×{width}",
        grid.rows, grid.columns
    ));
    facts.sides = [(height, width); 2];
    (part.images, part.classes) = (Images::Cut(images), None);
    Ok(())
}

/// How many images each class has, by the place of its name.
pub fn counts(ids: &[u16], names: usize) -> Vec<usize> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    ids.iter().for_each(|&id| *counts.entry(id).or_default() += 1);
    (0..names).map(|class| counts.get(&(class as u16)).copied().unwrap_or(0)).collect()
}
