//! Numbers and plurals, by the browser's own knowledge of languages.

#[cfg(not(target_arch = "wasm32"))]
pub use native::Numbers;
#[cfg(target_arch = "wasm32")]
pub use web::Numbers;

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use locale::{EnglishNumbers, NumberFormat, NumberStyle};

    /// English: tests need no other.
    pub struct Numbers;

    impl Numbers {
        /// Numbers in a language.
        pub fn of(_language: &str) -> Self {
            Self
        }
    }

    impl NumberFormat for Numbers {
        fn number(&self, value: f64, style: NumberStyle) -> String {
            EnglishNumbers.number(value, style)
        }

        fn plural_category(&self, value: f64) -> String {
            EnglishNumbers.plural_category(value)
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod web {
    use std::cell::RefCell;

    use js_sys::{Array, Function, Intl, Object, Reflect};
    use locale::{NumberFormat, NumberStyle};
    use wasm_bindgen::JsValue;

    /// `Intl` in a language. Its objects cost more to make than to use, so they are kept.
    pub struct Numbers {
        language: String,
        formats: RefCell<Vec<(NumberStyle, Function)>>,
        plurals: RefCell<Option<Intl::PluralRules>>,
    }

    impl Numbers {
        /// Numbers in a language, by its tag.
        pub fn of(language: &str) -> Self {
            Self {
                language: language.to_owned(),
                formats: RefCell::default(),
                plurals: RefCell::default(),
            }
        }

        fn locales(&self) -> Array {
            Array::of1(&JsValue::from_str(&self.language))
        }

        fn format_of(&self, style: NumberStyle) -> Function {
            let mut formats = self.formats.borrow_mut();
            if let Some((_, format)) = formats.iter().find(|(known, _)| *known == style) {
                return format.clone();
            }
            let (least, most) = style.fraction_digits;
            let options = Object::new();
            for (name, value) in [
                ("minimumFractionDigits", least.into()),
                ("maximumFractionDigits", most.into()),
                ("useGrouping", style.grouped.into()),
            ] {
                // A plain object takes any property.
                let _: Result<bool, JsValue> =
                    Reflect::set(&options, &JsValue::from_str(name), &value);
            }
            let format = Intl::NumberFormat::new(&self.locales(), &options).format();
            formats.push((style, format.clone()));
            format
        }
    }

    impl NumberFormat for Numbers {
        fn number(&self, value: f64, style: NumberStyle) -> String {
            let written = self
                .format_of(style)
                .call1(&JsValue::UNDEFINED, &value.into());
            written
                .ok()
                .and_then(|written| written.as_string())
                .unwrap_or_default()
        }

        fn plural_category(&self, value: f64) -> String {
            let mut plurals = self.plurals.borrow_mut();
            let plurals = plurals
                .get_or_insert_with(|| Intl::PluralRules::new(&self.locales(), &Object::new()));
            plurals.select(value).into()
        }
    }
}
