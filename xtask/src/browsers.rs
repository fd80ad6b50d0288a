//! The browsers that tests drive besides Chromium: they are used where they can be had.

use std::env;
use std::path::PathBuf;

use crate::command::which;
use crate::tools::{RequiredTool, debian_packages, from_environment};

/// Names the browsers that tests drive, of `chromium`, `firefox` and `webkit`; without it, all that
/// are there. `tests/browser/lib/browsers/index.js` reads it too.
const CHOSEN: &str = "LATENTSCAPE_BROWSERS";

/// What else tests in a browser use. Where it is not to be had, they are skipped.
pub fn other_browsers() -> Vec<RequiredTool<'static>> {
    let chosen = env::var(CHOSEN).ok();
    let chosen = |browser| is_chosen(chosen.as_deref(), browser);
    let mut tools = Vec::new();
    if chosen("firefox") {
        tools.push(debian_packages(&["firefox-esr"], firefox, "FIREFOX"));
    }
    if chosen("webkit") {
        // WebKitGTK's browser has no headless mode.
        let packages = &["webkit2gtk-driver", "xvfb"];
        tools.push(debian_packages(packages, webkit, "WEBKIT_DRIVER"));
    }
    tools
}

/// Whether a list of browsers, if there is one, has this one.
fn is_chosen(list: Option<&str>, browser: &str) -> bool {
    list.is_none_or(|list| list.split(',').any(|name| name.trim() == browser))
}

/// `FIREFOX`, or the one on the `PATH`.
fn firefox() -> Option<PathBuf> {
    from_environment("FIREFOX").or_else(|| ["firefox-esr", "firefox"].into_iter().find_map(which))
}

/// WebKit's driver, if there is a display as well: `WEBKIT_DRIVER` and `XVFB`, or those on the `PATH`.
fn webkit() -> Option<PathBuf> {
    from_environment("XVFB").or_else(|| which("Xvfb"))?;
    from_environment("WEBKIT_DRIVER").or_else(|| which("WebKitWebDriver"))
}

#[cfg(test)]
mod tests {
    use super::is_chosen;

    #[test]
    fn every_browser_is_driven_unless_a_list_leaves_it_out() {
        assert!(is_chosen(None, "webkit"));
        assert!(is_chosen(Some("chromium, webkit"), "webkit"));
        assert!(!is_chosen(Some("chromium,webkit"), "firefox"));
        assert!(!is_chosen(Some(""), "firefox"));
    }
}
