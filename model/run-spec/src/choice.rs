//! Choices between a few names, as the fields of a specification are.

/// Declares a choice between a few names: the enum, all of its values, their names and titles.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal, $title:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Name in files, and title, of every value, in the order of [`Self::ALL`].
            pub const CHOICES: &'static [(&'static str, &'static str)] = &[$(($word, $title)),+];

            /// As links and files say it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// As the page says it.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// The value of such a name, as [`Self::as_str`] gives it.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

/// Some words of a choice, with spaces between; `None` if one is of no value.
pub fn words_of<T>(text: &str, from_name: fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split_whitespace().map(from_name).collect()
}

/// Has serde write a type as the text that it displays and is read from.
macro_rules! text_form {
    ($name:ident) => {
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = <$name as std::str::FromStr>::Err;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
    };
}
