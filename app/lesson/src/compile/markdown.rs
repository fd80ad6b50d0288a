//! Markdown to the text that the page shows.
//!
//! A lesson begins with a heading and a paragraph: its title, and what one will learn. Each step is a
//! heading of the second level with an anchor, `## Heading {#anchor}`, and what follows it; a quotation
//! says what the visitor is asked to do. Names in braces are numbers of the moment.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::formula::to_mathml;
use super::live_span::live_span;
use crate::live_number::LiveNumber;
use crate::spec::LessonSpec;
use crate::text::{LessonText, StepText};

/// The text of a lesson. `brackets` puts each text into `⟦…⟧`.
///
/// # Errors
/// What was expected and what was found.
pub fn lesson_text(
    source: &str,
    lang: &str,
    spec: &LessonSpec,
    brackets: bool,
) -> Result<LessonText, String> {
    let options = Options::ENABLE_MATH | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut pieces = TextPieces::default();
    for event in Parser::new_ext(source, options) {
        pieces.take(event, brackets)?;
    }
    pieces.into_text(lang, spec)
}

/// What of a lesson an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
enum TextPlace {
    #[default]
    Title,
    Summary,
    Heading,
    Body,
    Task,
}

/// A step's events so far.
#[derive(Default)]
struct StepPieces<'a> {
    anchor: String,
    title: Vec<Event<'a>>,
    body: Vec<Event<'a>>,
    task: Vec<Event<'a>>,
}

/// A lesson's events so far, by what they belong to.
#[derive(Default)]
struct TextPieces<'a> {
    place: TextPlace,
    title: Vec<Event<'a>>,
    summary: Vec<Event<'a>>,
    steps: Vec<StepPieces<'a>>,
}

impl<'a> TextPieces<'a> {
    fn take(&mut self, event: Event<'a>, brackets: bool) -> Result<(), String> {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => match level {
                HeadingLevel::H1 => self.place = TextPlace::Title,
                HeadingLevel::H2 => {
                    let anchor = id.ok_or("expected an anchor, {#…}, at each second heading")?;
                    self.steps.push(StepPieces {
                        anchor: anchor.into_string(),
                        ..StepPieces::default()
                    });
                    self.place = TextPlace::Heading;
                }
                _ => return Err("expected headings of two levels, # and ##, only".to_owned()),
            },
            Event::End(TagEnd::Heading(level)) => {
                self.place = match level {
                    HeadingLevel::H1 => TextPlace::Summary,
                    _ => TextPlace::Body,
                }
            }
            Event::Start(Tag::BlockQuote(_)) => self.place = TextPlace::Task,
            Event::End(TagEnd::BlockQuote(_)) => self.place = TextPlace::Body,
            Event::Html(html) | Event::InlineHtml(html) => {
                return Err(format!("expected Markdown without HTML, found “{html}”"));
            }
            Event::Start(Tag::Image { .. }) => {
                return Err("expected text, formulas and links, found an image".to_owned());
            }
            Event::InlineMath(latex) => self.push_formula(&latex, false)?,
            Event::DisplayMath(latex) => self.push_formula(&latex, true)?,
            Event::Text(text) => self.push_text(&text, brackets)?,
            other => self.push(other),
        }
        Ok(())
    }

    fn push(&mut self, event: Event<'a>) {
        let step = self.steps.last_mut();
        let events = match (self.place, step) {
            (TextPlace::Heading, Some(step)) => &mut step.title,
            (TextPlace::Body, Some(step)) => &mut step.body,
            (TextPlace::Task, Some(step)) => &mut step.task,
            (TextPlace::Title, None) => &mut self.title,
            _ => &mut self.summary,
        };
        events.push(event);
    }

    fn push_formula(&mut self, latex: &str, block: bool) -> Result<(), String> {
        let mathml = to_mathml(latex, block)?;
        self.push(Event::InlineHtml(mathml.into()));
        Ok(())
    }

    /// A text, with numbers of the moment in the place of names in braces.
    fn push_text(&mut self, text: &str, brackets: bool) -> Result<(), String> {
        let mut rest = text;
        while !rest.is_empty() {
            let (plain, name, after) = match rest.split_once('{') {
                Some((plain, from)) => {
                    let (name, after) = from
                        .split_once('}')
                        .ok_or_else(|| format!("expected {{name}}, found “{{{from}”"))?;
                    (plain, Some(name), after)
                }
                None => (rest, None, ""),
            };
            if !plain.is_empty() {
                let said = if brackets && plain.contains(char::is_alphabetic) {
                    CowStr::from(format!("⟦{plain}⟧"))
                } else {
                    CowStr::from(plain.to_owned())
                };
                self.push(Event::Text(said));
            }
            if let Some(name) = name {
                let number = LiveNumber::from_name(name)
                    .ok_or_else(|| format!("expected a number of the moment, found “{name}”"))?;
                self.push(Event::InlineHtml(live_span(number).into()));
            }
            rest = after;
        }
        Ok(())
    }

    fn into_text(self, lang: &str, spec: &LessonSpec) -> Result<LessonText, String> {
        let title = plain(&self.title);
        let summary = plain(&self.summary);
        if title.is_empty() || summary.is_empty() {
            let expected = "expected # a title, and a paragraph on what one will learn";
            return Err(expected.to_owned());
        }
        let found: Vec<&str> = self.steps.iter().map(|it| it.anchor.as_str()).collect();
        let expected: Vec<&str> = spec.steps.iter().map(|it| it.section.as_str()).collect();
        if found != expected {
            return Err(format!(
                "expected sections {}, found {}",
                expected.join(", "),
                found.join(", ")
            ));
        }
        let steps = self.steps.into_iter().zip(&spec.steps).map(|(step, told)| {
            if step.task.is_empty() == told.task.is_some() {
                let what = match told.task {
                    Some(_) => "a quotation that says what is asked",
                    None => "no quotation, because nothing is asked",
                };
                return Err(format!("expected {what} in section {}", step.anchor));
            }
            Ok(StepText {
                title: plain(&step.title),
                html: as_html(step.body),
                task: as_html(step.task),
            })
        });
        Ok(LessonText {
            lang: lang.to_owned(),
            title,
            summary,
            steps: steps.collect::<Result<_, _>>()?,
        })
    }
}

/// The texts of events, without marks.
fn plain(events: &[Event]) -> String {
    let texts = events.iter().filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(&**text),
        Event::SoftBreak | Event::HardBreak => Some(" "),
        _ => None,
    });
    texts.collect::<String>().trim().to_owned()
}

fn as_html(events: Vec<Event>) -> String {
    let mut text = String::new();
    html::push_html(&mut text, events.into_iter());
    // A link leaves the lesson; a new tab keeps what was done.
    text.replace(
        r#"<a href="http"#,
        r#"<a target="_blank" rel="noreferrer" href="http"#,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::ControlSet;
    use crate::spec::LessonStep;
    use crate::task::StepTask;

    fn spec() -> LessonSpec {
        LessonSpec {
            id: "a".to_owned(),
            version: 1,
            minutes: 10,
            steps: vec![LessonStep {
                section: "one".to_owned(),
                setup: "room=explore".to_owned(),
                controls: ControlSet::default(),
                code: false,
                task: Some(StepTask::Walked { distance: 1.0 }),
            }],
        }
    }

    const SOURCE: &str = "# A title\n\nWhat *one* learns.\n\n## First {#one}\n\nYou are at {z1}, \
                          where $z_1 < 2$.\n\n> Go on.\n";

    #[test]
    fn a_lesson_is_taken_apart_into_steps_tasks_and_numbers() {
        let text = lesson_text(SOURCE, "en", &spec(), false).expect("a lesson");
        assert_eq!(
            (&*text.title, &*text.summary),
            ("A title", "What one learns.")
        );
        let step = &text.steps[0];
        assert_eq!(step.title, "First");
        assert!(step.html.contains(r#"data-live="z1""#), "{}", step.html);
        assert!(step.html.contains("<math"), "{}", step.html);
        assert_eq!(step.task.trim(), "<p>Go on.</p>");
        let bracketed = lesson_text(SOURCE, "en", &spec(), true).expect("a lesson");
        assert_eq!(bracketed.title, "⟦A title⟧");
    }

    #[test]
    fn what_the_page_could_not_show_is_refused() {
        for (from, to, expected) in [
            ("You", "<b>You</b>", "without HTML"),
            ("{z1}", "{moon}", "number of the moment"),
            ("{#one}", "{#two}", "expected sections one, found two"),
            (" {#one}", "", "anchor"),
            ("> Go on.", "Go on.", "quotation"),
            ("What *one* learns.", "", "what one will learn"),
        ] {
            let source = SOURCE.replace(from, to);
            let fault = lesson_text(&source, "en", &spec(), false).expect_err(from);
            assert!(fault.contains(expected), "{fault}");
        }
    }
}
