//! Images with their classes, in the parts that the files have: to train on, and held out.

use super::arrays::{Gathered, PictureSource};
use super::picture::{self, Picture};
use super::preview::Skipped;
use super::stack::{Raster, Stack};
use super::targets::{Class, Targets};
use super::{Fault, Result};

/// Images of one source.
pub enum Images<'a> {
    Stack(Stack<'a>),
    Pictures(Vec<(String, PictureSource<'a>)>),
    /// Cut from one picture.
    Cut(Vec<Raster>),
}

pub struct Part<'a> {
    /// The file's name; of pictures, their first's.
    pub name: String,
    pub images: Images<'a>,
    /// One an image; none where nothing says them.
    pub classes: Option<Vec<Option<Class>>>,
    /// Where the classes come from.
    pub labels_from: String,
    pub held_out: bool,
}

impl Part<'_> {
    pub fn len(&self) -> usize {
        match &self.images {
            Images::Stack(stack) => stack.len(),
            Images::Pictures(pictures) => pictures.len(),
            Images::Cut(images) => images.len(),
        }
    }

    /// Image `i` in the file's own units; what is clear in it is over `paper`.
    ///
    /// # Errors
    /// When a picture is damaged.
    pub fn fill(&self, i: usize, paper: f64, raster: &mut Raster) -> std::result::Result<(), Fault> {
        match &self.images {
            Images::Stack(stack) => stack.fill(i, raster),
            Images::Pictures(pictures) => *raster = decoded(&pictures[i].1)?.over(paper),
            Images::Cut(images) => raster.clone_from(&images[i]),
        }
        Ok(())
    }
}

pub fn decoded(source: &PictureSource) -> std::result::Result<Picture, Fault> {
    match source {
        PictureSource::Png(bytes) => picture::decode(bytes),
        PictureSource::Rgba { width, height, pixels } => Ok(Picture::of_rgba(*height, *width, pixels)),
    }
}

/// What a name says of its use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Train,
    HeldOut,
}

const TRAIN: [&str; 5] = ["train", "xtrain", "ytrain", "training", "trainx"];
const HELD_OUT: [&str; 11] =
    ["test", "xtest", "ytest", "testing", "t10k", "val", "xval", "yval", "valid", "validation", "heldout"];

/// The use that the last telling word of a path names.
fn use_of(path: &str) -> Option<Use> {
    let lower = path.to_lowercase();
    lower.rsplit(|c: char| !c.is_ascii_alphanumeric()).find_map(|word| {
        if TRAIN.contains(&word) {
            Some(Use::Train)
        } else if HELD_OUT.contains(&word) {
            Some(Use::HeldOut)
        } else {
            None
        }
    })
}

/// Puts classes to their images.
///
/// # Errors
/// When there are labels of another count than the images that have none.
pub fn parts<'a>(gathered: &mut Gathered<'a>) -> Result<Vec<Part<'a>>> {
    let pictures = std::mem::take(&mut gathered.pictures);
    if !pictures.is_empty() {
        return Ok(of_pictures(pictures));
    }
    let mut targets: Vec<Option<Targets>> = std::mem::take(&mut gathered.targets).into_iter().map(Some).collect();
    let mut parts = Vec::new();
    for stack in std::mem::take(&mut gathered.stacks) {
        let name = stack.array.name.clone();
        parts.push(Part {
            held_out: use_of(&name) == Some(Use::HeldOut),
            name,
            images: Images::Stack(stack),
            classes: None,
            labels_from: String::new(),
        });
    }
    // The two that fit best come together first.
    while let Some((part, target)) = best(&parts, &targets) {
        if let Some(Targets { name, classes }) = targets[target].take() {
            (parts[part].classes, parts[part].labels_from) = (Some(classes), name);
        }
    }
    for left in targets.into_iter().flatten() {
        let labels = left.classes.len();
        if let Some(part) = parts.iter().find(|part| part.classes.is_none()) {
            return Err(Fault::Counts { images: part.len(), labels }.of(&left.name));
        }
        let why = format!("holds {labels} values, for which there are no images");
        gathered.skipped.push(Skipped { path: left.name, code: "counts", why });
    }
    // What is all held out is a part without another: a split is drawn of it.
    if parts.iter().all(|part| part.held_out) {
        parts.iter_mut().for_each(|part| part.held_out = false);
    }
    parts.sort_by_key(|part| part.held_out);
    Ok(parts)
}

/// Images and labels of one count that no others fit better: by their use, by how much their names share.
fn best(parts: &[Part], targets: &[Option<Targets>]) -> Option<(usize, usize)> {
    let mut best: Option<(usize, (usize, usize))> = None;
    for (p, part) in parts.iter().enumerate().filter(|(_, part)| part.classes.is_none()) {
        for (t, target) in targets.iter().enumerate() {
            let Some(target) = target.as_ref().filter(|target| target.classes.len() == part.len()) else { continue };
            let (a, b) = (use_of(&part.name), use_of(&target.name));
            if a.is_some() && b.is_some() && a != b {
                continue;
            }
            let shared = part.name.bytes().zip(target.name.bytes()).take_while(|(a, b)| a == b).count();
            let same_name = part.name == target.name;
            let score = 1 + shared + if a == b { 1000 } else { 0 } + if same_name { 10_000 } else { 0 };
            if best.is_none_or(|(highest, _)| score > highest) {
                best = Some((score, (p, t)));
            }
        }
    }
    best.map(|(_, pair)| pair)
}

/// Of each picture, its class: the folder that it lies in, where there are several.
fn of_pictures<'a>(pictures: Vec<(String, PictureSource<'a>)>) -> Vec<Part<'a>> {
    let folder = |path: &str| {
        let folder = path.rsplit_once('/').map_or("", |(folders, _)| folders.rsplit('/').next().unwrap_or(folders));
        // A folder that says what its images are for says no class.
        let names_a_use = TRAIN.contains(&&*folder.to_lowercase()) || HELD_OUT.contains(&&*folder.to_lowercase());
        (!folder.is_empty() && !names_a_use).then(|| folder.to_owned())
    };
    let mut folders: Vec<Option<String>> = pictures.iter().map(|(path, _)| folder(path)).collect();
    let several = folders.iter().any(|folder| *folder != folders[0]);
    if !several {
        folders.fill(None);
    }
    // A file's own name may say `test` of something else: folders alone tell.
    let held_out = |path: &str| path.rsplit_once('/').and_then(|(folders, _)| use_of(folders)) == Some(Use::HeldOut);
    let split = pictures.iter().any(|(path, _)| held_out(path)) && !pictures.iter().all(|(path, _)| held_out(path));
    let (mut train, mut test) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    for (picture, folder) in pictures.into_iter().zip(folders) {
        let part = if split && held_out(&picture.0) { &mut test } else { &mut train };
        part.0.push(picture);
        part.1.push(folder.map(Class::Name));
    }
    let part = |(pictures, classes): (Vec<(String, PictureSource<'a>)>, Vec<Option<Class>>), held_out| Part {
        name: pictures[0].0.clone(),
        images: Images::Pictures(pictures),
        classes: several.then_some(classes),
        labels_from: if several { "the folders' names".into() } else { String::new() },
        held_out,
    };
    [(train, false), (test, true)]
        .into_iter()
        .filter(|((pictures, _), _)| !pictures.is_empty())
        .map(|(p, h)| part(p, h))
        .collect()
}
