//! What the files hold: arrays of images, classes, names of classes, pictures.

use std::rc::Rc;

use super::element::Element;
use super::npy::{self, Npy};
use super::open::{Foreign, Leaf, Opened, What};
use super::preview::Skipped;
use super::sniff::Kind;
use super::stack::{Array, Bytes, Stack};
use super::targets::{Class, Targets};
use super::{Choices, Fault, ImportError, Result, cifar, idx, table, tensors};
use crate::data::{NO_LABEL, unpack};

/// A table with fewer columns than this is labels, not images.
const FEWEST_PIXELS: usize = 16;

/// Where a picture is to be decoded from.
#[derive(Clone)]
pub enum PictureSource<'a> {
    Png(Bytes<'a>),
    Rgba { width: usize, height: usize, pixels: &'a [u8] },
}

/// All that was found, each with the name of its file.
#[derive(Default)]
pub struct Gathered<'a> {
    pub stacks: Vec<Stack<'a>>,
    pub targets: Vec<Targets>,
    pub pictures: Vec<(String, PictureSource<'a>)>,
    /// Names of the classes 0, 1, …
    pub names: Option<Vec<String>>,
    /// Lists of texts, of which it is not known yet what they name.
    texts: Vec<(String, Vec<String>)>,
    pub formats: Vec<&'static str>,
    pub notes: Vec<String>,
    pub skipped: Vec<Skipped>,
    first_fault: Option<ImportError>,
}

/// Reads every file; what is neither images nor classes is named among those that are skipped.
///
/// # Errors
/// When a file of images or classes is damaged, or there are no images.
pub fn gather<'a>(opened: &Opened<'a>, choices: &Choices) -> Result<Gathered<'a>> {
    let foreign = opened.foreign.iter().map(Foreign::skipped);
    let skipped = opened.skipped.iter().cloned().chain(foreign).collect();
    let mut all = Gathered { skipped, ..Gathered::default() };
    for leaf in &opened.leaves {
        match all.add(leaf, choices) {
            Ok(()) => {}
            // Something else is in such a file: it is no damage.
            Err(error) if matches!(error.fault, Fault::Shape(_) | Fault::Element(_)) => all.skip(error),
            Err(error) => return Err(error),
        }
    }
    for (name, texts) in std::mem::take(&mut all.texts) {
        if all.stacks.iter().any(|stack| stack.len() == texts.len()) {
            all.targets.push(Targets::of_names(&name, texts));
        } else {
            all.names = Some(texts);
        }
    }
    if all.stacks.is_empty() && all.pictures.is_empty() {
        let labels = all.targets.first().map(|targets| Fault::LabelsAlone.of(&targets.name));
        let fault = all.first_fault.take().or(labels).or(opened.first_fault.clone());
        return Err(fault.unwrap_or_else(|| Fault::NoImages.of(&opened.whole)));
    }
    if !all.stacks.is_empty() {
        // An array of images is the set; a picture beside it is an illustration.
        for (path, _) in std::mem::take(&mut all.pictures) {
            all.skipped.push(Skipped { path, code: "beside", why: "is a picture beside an array of images".into() });
        }
        all.formats.retain(|format| !["PNG", "picture"].contains(format));
    }
    Ok(all)
}

impl<'a> Gathered<'a> {
    fn skip(&mut self, error: ImportError) {
        self.skipped.push(Skipped { path: error.file.clone(), code: error.code(), why: error.fault.to_string() });
        self.first_fault.get_or_insert(error);
    }

    fn add(&mut self, leaf: &Leaf<'a>, choices: &Choices) -> Result<()> {
        let name = &leaf.path;
        let (kind, bytes) = match &leaf.what {
            &What::Rgba { width, height, pixels } => {
                self.format("picture");
                self.pictures.push((name.clone(), PictureSource::Rgba { width, height, pixels }));
                return Ok(());
            }
            What::File(kind, bytes) => (*kind, bytes.clone()),
        };
        self.format(kind.name());
        match kind {
            Kind::Idx => self.sort(idx::parse(name, bytes)?, choices)?,
            Kind::Npy => match npy::parse(name, bytes)? {
                Npy::Numbers(array) => self.sort(array, choices)?,
                Npy::Texts(name, texts) => self.texts.push((name, texts)),
            },
            Kind::Safetensors => {
                for array in tensors::parse(name, &bytes)? {
                    if let Err(error) = self.sort(array, choices) {
                        self.skip(error);
                    }
                }
            }
            Kind::Table => {
                let table = table::parse(name, &bytes, choices)?;
                // Nothing but labels, one a row.
                if table.images.shape[1] == 0 {
                    self.targets.extend(table.targets);
                } else {
                    self.stacks.push(table.images.images(choices.shape)?);
                    self.targets.extend(table.targets);
                    self.notes.extend(table.note);
                }
            }
            Kind::Cifar => {
                let (stack, targets) = cifar::parse(name, bytes)?;
                self.stacks.push(stack);
                self.targets.push(targets);
            }
            Kind::Packed => self.packed(name, &bytes)?,
            Kind::Png => self.pictures.push((name.clone(), PictureSource::Png(bytes))),
            Kind::Gzip | Kind::Zip | Kind::Tar => unreachable!("archives are opened before"),
        }
        Ok(())
    }

    fn format(&mut self, name: &'static str) {
        if !self.formats.contains(&name) {
            self.formats.push(name);
        }
    }

    /// Images or classes, by shape and name.
    fn sort(&mut self, array: Array<'a>, choices: &Choices) -> Result<()> {
        let named = is_named_as_labels(&array.name);
        match *array.shape.as_slice() {
            [] => return Err(Fault::Shape("()".into()).of(&array.name)),
            [_] => self.targets.push(Targets::of_array(&array)?),
            [_, 0] => return Err(Fault::Shape(array.shown_shape()).of(&array.name)),
            [_, columns] if named || columns == 1 || (columns < FEWEST_PIXELS && array.element.is_whole()) => {
                self.targets.push(Targets::of_array(&array)?);
            }
            _ => self.stacks.push(array.images(choices.shape)?),
        }
        Ok(())
    }

    fn packed(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let data = unpack(bytes).map_err(|error| Fault::Damaged(error.to_string()).of(name))?;
        let levels = (0..data.len()).flat_map(|i| data.levels(i)).copied().collect();
        let array = Array {
            name: name.to_owned(),
            element: Element::U8,
            big_endian: false,
            fortran: false,
            shape: vec![data.len(), data.height(), data.width()],
            bytes: Bytes::Unpacked(Rc::new(levels)),
            start: 0,
        };
        self.stacks.push(array.images(None)?);
        if !data.labels().names().is_empty() {
            let class = |&id: &u16| (id != NO_LABEL).then_some(Class::Number(i64::from(id)));
            let classes = data.labels().ids().iter().map(class).collect();
            self.targets.push(Targets { name: name.to_owned(), classes });
        }
        Ok(())
    }
}

/// `y_train`, `label`, `targets`, … as an array or a file is called.
fn is_named_as_labels(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let first = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    ["label", "target", "class"].iter().any(|word| name.contains(word)) || ["y", "ytrain", "ytest"].contains(&first)
}
