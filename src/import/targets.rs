//! Classes as files have them: a number or a name an image.

use std::collections::BTreeMap;

use super::stack::Array;
use super::{Fault, Result};
use crate::data::{Labels, MAX_CLASSES, NO_LABEL};

/// One image's class; numbers before names, each in their order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Number(i64),
    Name(String),
}

/// The classes of a file's images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Targets {
    pub name: String,
    /// None where an image's class is not known.
    pub classes: Vec<Option<Class>>,
}

impl Targets {
    pub fn of_numbers(name: &str, numbers: &[f64]) -> Result<Targets> {
        let whole = |&number: &f64| (number.fract() == 0.0 && number.abs() < 2f64.powi(53)).then_some(number as i64);
        let classes: Vec<_> = numbers.iter().map(|number| whole(number).map(Class::Number)).collect();
        if classes.contains(&None) {
            return Err(Fault::Element("float, where labels are looked for".into()).of(name));
        }
        Ok(Targets { name: name.to_owned(), classes })
    }

    pub fn of_names(name: &str, names: Vec<String>) -> Targets {
        Targets { name: name.to_owned(), classes: names.into_iter().map(|name| Some(Class::Name(name))).collect() }
    }

    /// An array of one axis, or a table: a one in each row's class, or the classes in its first column.
    pub fn of_array(array: &Array) -> Result<Targets> {
        let numbers = match one_hot(array) {
            Some(numbers) => numbers,
            None => array.first_column(),
        };
        Targets::of_numbers(&array.name, &numbers)
    }
}

fn one_hot(array: &Array) -> Option<Vec<f64>> {
    let [count, 2..=MAX_CLASSES] = *array.shape.as_slice() else { return None };
    let place = |row: usize| {
        let mut ones = array.row(row).enumerate().filter(|&(_, value)| value != 0.0);
        ones.next().filter(|&(_, value)| value == 1.0 && ones.next().is_none()).map(|(place, _)| place as f64)
    };
    (0..count).map(place).collect()
}

/// Labels of all images, in their order, the classes named by their numbers, by `names` in the place of those, or by
/// their own names.
///
/// # Errors
/// When there are more classes than can be shown.
pub fn labels(file: &str, classes: &[Option<Class>], names: Option<&[String]>) -> Result<Labels> {
    let mut ids: BTreeMap<&Class, u16> = classes.iter().flatten().map(|class| (class, 0)).collect();
    if ids.len() > MAX_CLASSES {
        return Err(Fault::TooManyClasses(ids.len()).of(file));
    }
    let mut shown = Vec::with_capacity(ids.len());
    for (place, (class, id)) in ids.iter_mut().enumerate() {
        *id = place as u16;
        shown.push(match class {
            Class::Name(name) => name.clone(),
            Class::Number(number) => {
                let named = names.zip(usize::try_from(*number).ok()).and_then(|(names, at)| names.get(at));
                named.cloned().unwrap_or_else(|| number.to_string())
            }
        });
    }
    let place = |class: &Option<Class>| class.as_ref().map_or(NO_LABEL, |class| ids[class]);
    let places = classes.iter().map(place).collect();
    Labels::new(places, shown).map_err(|error| Fault::Damaged(error.to_string()).of(file))
}
