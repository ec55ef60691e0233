//! The player: how wall time becomes virtual time.

use rehearsal::runtime::Budget;
use rehearsal::stage::{Pace, Player, Settings, scenario};
use rehearsal::{Duration, Time};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const SLICE: Budget = Budget::turns(512);

fn player(id: &str, pace: Pace) -> Player {
    Player::new(scenario::find(id).unwrap(), Settings::default(), pace, true).unwrap()
}

/// As the pump does: a slice every `millis` of wall time.
fn slices(player: &mut Player, count: u32, millis: u64) {
    for _ in 0..count {
        player.slice(Duration::from_millis(millis), SLICE);
    }
}

#[test]
fn as_fast_as_it_can_waits_for_whoever_is_asked() {
    let mut player = player("echo", Pace::Max);
    slices(&mut player, 5, 0);
    assert!(player.session().kernel().awaits_outside());
    // The client asks after 200 ms. From then on only wall time counts, and none has passed.
    let time = player.session().kernel().time();
    assert!(time < Time::from_nanos(210_000_000), "{time:?}");
    slices(&mut player, 10, 100);
    let later = player.shown_time();
    assert!(later > time && later <= time + Duration::from_millis(1_000), "{later:?}");
}

#[test]
fn as_fast_as_it_can_has_no_ceiling_while_nobody_is_asked() {
    let mut player = player("ping-pong", Pace::Max);
    slices(&mut player, 5, 0);
    assert!(player.session().kernel().time() > Time::from_nanos(60_000_000_000));
}

#[test]
fn slow_motion_shows_as_many_rows_as_it_says() {
    let mut player = player("key-value", Pace::Events(5.0));
    slices(&mut player, 100, 100);
    let rows = player.session().kernel().trace().rows();
    // Ten seconds at five a second; the last turn may have shown a few more.
    assert!((45..=60).contains(&rows), "{rows}");
}

#[test]
fn real_time_passes_as_the_wall_clock_does() {
    let mut player = player("ping-pong", Pace::Times(2.0));
    slices(&mut player, 50, 100);
    let shown = player.shown_time();
    assert!(
        shown >= Time::from_nanos(9_900_000_000) && shown <= Time::from_nanos(10_000_000_000),
        "{shown:?}"
    );
}
