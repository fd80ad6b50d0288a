//! Names in sums of points. The session knows them by ids; the visitor reads and types what their
//! language calls them.

use super::directions::here;
use super::directions_by_id;
use super::models::direction_title;

/// What the session calls the point on screen.
const HERE: &str = "here";

/// A sum as the session reads it. What is part of a name that the visitor gave (`own`) stays.
pub fn read_formula(text: &str, own: &[String]) -> String {
    let directions = directions_by_id::KEYS.iter().copied();
    let mut read = text.to_owned();
    for (title, name) in directions
        .map(|id| (direction_title(id), id))
        .chain([(here(), HERE)])
    {
        if title != name && !own.iter().any(|own| own.contains(title)) {
            read = read.replace(title, name);
        }
    }
    read
}

/// What a name is called. One of several words stays an id: in a sum it would not stand out.
pub fn formula_name(name: &str) -> &str {
    let title = match name {
        HERE => here(),
        name => direction_title(name),
    };
    if title.contains(' ') { name } else { title }
}

/// A sum that the session has read, as it is said.
pub fn said_formula(read: &str) -> String {
    let names: Vec<_> = read.split(' ').map(formula_name).collect();
    names.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_directions_are_read_as_their_names() {
        let read = |text: &str| read_formula(text, &[]);
        assert_eq!(
            read("7 + 2 hair: dark to light − here"),
            "7 + 2 hair-lightness − here"
        );
        assert_eq!(read("A − B + 2 smile"), "A − B + 2 smile");
    }

    #[test]
    fn names_that_the_visitor_gave_stay() {
        let own = ["my hair: dark to light".to_owned()];
        let text = "7 + my hair: dark to light";
        assert_eq!(read_formula(text, &own), text);
    }

    #[test]
    fn a_sum_is_said_with_names_of_one_word() {
        let read = "7 + 2 · hair-lightness − here";
        assert_eq!(said_formula(read), read);
    }
}
