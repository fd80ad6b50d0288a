//! What a lab says of the machine that it runs on.

use std::fs;

use protocol::LabFacts;

/// Longer names are cut: they stand in a choice.
const LONGEST: usize = 60;

/// The lab's facts. `name` is what whoever started it calls it, `card` the GPU that it trains on.
pub fn facts(name: Option<&str>, card: Option<&str>) -> LabFacts {
    let host = gethostname::gethostname();
    let name = name.map_or_else(|| host.to_string_lossy().into_owned(), str::to_owned);
    LabFacts {
        name: cut(&name),
        processor: cut(&card.map_or_else(processor, str::to_owned)),
    }
}

fn cut(text: &str) -> String {
    // Nothing of this is read as anything but a name.
    let plain = text.chars().filter(|char| !char.is_control());
    let text: String = plain.take(LONGEST).collect();
    text.trim().to_owned()
}

/// The processor's name where the system tells it, and how many cores it has.
fn processor() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let name = fs::read_to_string("/proc/cpuinfo").ok();
    let name = name.as_deref().and_then(model_name);
    let name = name.unwrap_or(std::env::consts::ARCH);
    format!("{name} × {cores}")
}

fn model_name(cpuinfo: &str) -> Option<&str> {
    let line = cpuinfo
        .lines()
        .find(|line| line.starts_with("model name"))?;
    let name = line.split_once(':')?.1.trim();
    // "AMD EPYC 7B13 64-Core Processor" and "Intel(R) Xeon(R) CPU @ 2.20GHz" say enough before these.
    let end = [" @", " with ", " Processor"];
    let end = end.iter().filter_map(|word| name.find(word)).min();
    Some(&name[..end.unwrap_or(name.len())])
}

#[cfg(test)]
mod tests {
    use super::{cut, facts, model_name};

    #[test]
    fn a_processor_is_called_what_the_system_calls_it() {
        let cpuinfo =
            "processor\t: 0\nmodel name\t: Intel(R) Xeon(R) CPU @ 2.20GHz\nflags\t: fpu\n";
        assert_eq!(model_name(cpuinfo), Some("Intel(R) Xeon(R) CPU"));
        assert_eq!(model_name("processor : 0\n"), None);
    }

    #[test]
    fn what_it_trains_on_is_the_card_where_there_is_one() {
        let card = "llvmpipe (LLVM 15.0.6, 256 bits), in software";
        let found = facts(Some("Room 7"), Some(card));
        assert_eq!((&*found.name, &*found.processor), ("Room 7", card));
        assert!(facts(None, None).processor.contains(" × "));
    }

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(cut(" Room\n7 "), "Room7");
        assert_eq!(cut(&"x".repeat(100)).len(), 60);
    }
}
