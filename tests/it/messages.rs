//! Messages: sent, refused, lost and answered.

use rehearsal::stage::Input;
use rehearsal::trace::Kind;
use rehearsal::{Context, Error, Exit, Pid, Sim, Value};

use crate::support::{plain, scene, solo, tell, told, what};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Tells of everything that it gets.
async fn listener(ctx: Context) {
    let mut inbox = ctx.inbox();
    loop {
        let message = inbox.receive().await;
        tell(&ctx, format!("{} {} from {}", message.topic, plain(&message.payload), message.from));
    }
}

/// Ends as soon as a message comes, without having looked at any other.
async fn brief(ctx: Context) {
    ctx.inbox().receive().await;
}

#[test]
fn a_message_arrives_with_its_topic_its_sender_and_its_payload() {
    let mut sim = Sim::new();
    sim.actor("app:listener", listener);
    sim.actor("app:sender", |ctx| async move {
        let to = plain(&ctx.arg(0));
        ctx.send(&to, "greeting", "hello")
    });
    let pid = sim.spawn("app:listener", []);
    sim.spawn("app:sender", [Value::from(&pid)]);
    sim.send(&pid, "greeting", "good day");
    sim.run();
    assert_eq!(
        told(&sim),
        ["greeting good day from {page|0x00000}", "greeting hello from {app:processes|0x00002}"]
    );
}

#[test]
fn the_way_of_one_message_reads_like_a_story() {
    let mut sim = Sim::new();
    sim.actor("app:brief", brief);
    let pid = sim.spawn("app:brief", []);
    sim.send(&pid, "go", 1);
    sim.run();
    assert_eq!(
        sim.story(),
        [
            "   1           0s outside spawn app:brief → brief#1",
            "   2           0s outside input send → outside 1",
            "   3           0s outside send go → brief#1 1 [2]",
            "   4           0s brief#1 start [1]",
            "   5           0s brief#1 receive go ← outside 1 [3]",
            "   6          1µs brief#1 done go ← outside [5]",
            "   7          1µs brief#1 exit returned [5]",
            "",
        ]
        .join("\n")
    );
}

#[test]
fn order_is_kept_between_one_sender_and_one_receiver() {
    let mut sim = Sim::shuffled(7);
    sim.actor("app:listener", |ctx| async move {
        let mut inbox = ctx.inbox();
        let mut next = [0, 0];
        while next != [200, 200] {
            let message = inbox.receive().await;
            let sender = usize::from(message.from.number() == 3);
            assert_eq!(message.payload, Value::from(next[sender]));
            next[sender] += 1;
        }
        tell(&ctx, "all in order");
    });
    sim.actor("app:sender", |ctx| async move {
        let to = plain(&ctx.arg(0));
        for number in 0..200 {
            ctx.send(&to, "number", number)?;
            if number % 7 == 0 {
                ctx.sleep("3us").await?;
            }
        }
        Ok::<_, Error>(())
    });
    let pid = sim.spawn("app:listener", []);
    sim.spawn("app:sender", [Value::from(&pid)]);
    sim.spawn("app:sender", [Value::from(&pid)]);
    sim.run();
    assert_eq!(told(&sim), ["all in order"]);
}

#[test]
fn a_process_sends_to_itself() {
    let sim = solo(|ctx| async move {
        ctx.send(ctx.pid(), "note", "to myself").unwrap();
        let message = ctx.inbox().receive().await;
        assert_eq!(message.from, ctx.pid());
        tell(&ctx, message.payload);
    });
    assert_eq!(told(&sim), ["to myself"]);
}

#[test]
fn everything_that_takes_a_pid_takes_a_name_or_its_printed_form() {
    let mut sim = Sim::new();
    sim.actor("app:listener", |ctx| async move {
        ctx.register("ears")?;
        listener(ctx).await;
        Ok::<_, Error>(())
    });
    sim.actor("app:caller", |ctx| async move {
        let pid = ctx.lookup("ears")?;
        ctx.send("ears", "by", "name")?;
        ctx.send(&pid, "by", "pid")?;
        ctx.send(&pid.to_string(), "by", "text")?;
        ctx.monitor("ears")?;
        ctx.link("ears")?;
        ctx.unlink("ears")?;
        ctx.cancel("ears", "")?;
        ctx.sleep("1ms").await?;
        ctx.terminate("ears")?;
        Ok::<_, Error>(())
    });
    let ears = sim.spawn("app:listener", []);
    let caller = sim.spawn("app:caller", []);
    sim.run();
    assert_eq!(sim.exit(&caller), Some(Exit::Returned(Value::Nil)));
    assert!(matches!(sim.exit(&ears), Some(Exit::Terminated(_))));
    let from = "from {app:processes|0x00002}";
    assert_eq!(told(&sim), ["name", "pid", "text"].map(|how| format!("by {how} {from}")));
}

#[test]
fn an_unknown_name_is_not_found_with_the_nearest_one() {
    let sim = solo(|ctx| async move {
        ctx.register("kv").unwrap();
        for name in ["kvv", "somebody else", ""] {
            tell(&ctx, what(ctx.send(name, "get", 1).unwrap_err()));
        }
    });
    assert_eq!(
        told(&sim),
        [
            r#"NotFound: no process is registered as "kvv"; did you mean "kv"?"#,
            r#"NotFound: no process is registered as "somebody else""#,
            r#"NotFound: no process is registered as """#,
        ]
    );
    assert_eq!(sim.records(Kind::DeadLetter).len(), 3);
}

#[test]
fn a_dead_pid_is_not_found_and_the_message_is_a_dead_letter() {
    let mut sim = Sim::new();
    sim.actor("app:brief", |_| async {});
    let pid = sim.spawn("app:brief", []);
    sim.run();
    let refused = sim.try_send(&pid, "late", 7).unwrap_err();
    assert_eq!(what(refused), "NotFound: process not found: {app:processes|0x00001}");
    assert_eq!(scene(sim.kernel(), &[Kind::DeadLetter]), ["outside dead letter late → outside 7"]);
    assert_eq!(sim.kernel().counters().dead_letters, 1);
}

#[test]
fn a_pid_of_another_host_is_nobody() {
    let mut sim = Sim::new();
    sim.actor("app:listener", listener);
    sim.spawn("app:listener", []);
    sim.run();
    let refused = sim.try_send("{app:terminal|0x00001}", "hello", 1).unwrap_err();
    assert_eq!(what(refused), "NotFound: process not found: {app:terminal|0x00001}");
    // Number 0 is the outside on the page's host alone.
    let refused = sim.try_send("{app:processes|0x00000}", "hello", 1).unwrap_err();
    assert_eq!(what(refused), "NotFound: process not found: {app:processes|0x00000}");
}

#[test]
fn a_malformed_pid_is_invalid() {
    let sim = solo(|ctx| async move {
        tell(&ctx, what(ctx.send("{app:processes|0x1}", "hello", 1).unwrap_err()));
    });
    assert_eq!(
        told(&sim),
        [
            r#"Invalid: malformed pid "{app:processes|0x1}": a pid looks like {app:processes|0x00004}"#
        ]
    );
}

#[test]
fn topics_that_begin_with_an_at_are_reserved() {
    let sim = solo(|ctx| async move {
        for topic in ["@pid/events", "@", ""] {
            tell(&ctx, what(ctx.send(ctx.pid(), topic, 1).unwrap_err()));
            tell(&ctx, what(ctx.listen(topic).map(|_| ()).unwrap_err()));
        }
        ctx.send(ctx.pid(), "a@b", 1).unwrap();
        ctx.inbox().receive().await;
    });
    let reserved = "is reserved: those that begin with '@' are the runtime's";
    assert_eq!(
        told(&sim),
        [
            format!(r#"Invalid: topic "@pid/events" {reserved}"#),
            r#"Invalid: cannot listen to topic "@pid/events": it is empty or reserved"#.to_owned(),
            format!(r#"Invalid: topic "@" {reserved}"#),
            r#"Invalid: cannot listen to topic "@": it is empty or reserved"#.to_owned(),
            "Invalid: a topic must not be empty".to_owned(),
            r#"Invalid: cannot listen to topic "": it is empty or reserved"#.to_owned(),
        ]
    );
    // Refused is not lost: its sender was told and has it back.
    assert_eq!(sim.records(Kind::Refused).len(), 3);
    assert!(sim.records(Kind::DeadLetter).is_empty());
}

#[test]
fn a_failed_send_hands_the_message_back() {
    let sim = solo(|ctx| async move {
        let payload = Value::list([1.into(), "two".into()]);
        let refused = ctx.send("nobody", "hello", payload.clone()).unwrap_err();
        assert_eq!(refused.payload, payload);
    });
    assert!(told(&sim).is_empty());
}

#[test]
fn each_message_unread_at_the_exit_is_a_dead_letter_of_its_send() {
    let mut sim = Sim::new();
    sim.actor("app:brief", brief);
    let pid = sim.spawn("app:brief", []);
    for number in 1..=3 {
        sim.send(&pid, "number", number);
    }
    sim.run();
    assert_eq!(
        scene(sim.kernel(), &[Kind::Receive, Kind::Exit, Kind::DeadLetter]),
        [
            "brief#1 receive number ← outside 1",
            "brief#1 exit returned",
            "outside dead letter number → brief#1 2",
            "outside dead letter number → brief#1 3",
        ]
    );
    let sends: Vec<_> = sim.records(Kind::Send).iter().map(|send| send.number()).collect();
    let lost: Vec<_> = sim.records(Kind::DeadLetter).iter().map(|dead| dead.cause()).collect();
    assert_eq!(lost, sends[1..]);
}

#[test]
fn a_message_unread_in_a_topic_listened_to_is_a_dead_letter_as_well() {
    let sim = solo(|ctx| async move {
        let _topic = ctx.listen("news").unwrap();
        ctx.send(ctx.pid(), "news", "unheard").unwrap();
    });
    assert_eq!(sim.records(Kind::DeadLetter).len(), 1);
}

#[test]
fn an_answer_to_the_outside_is_there_as_soon_as_it_is_sent() {
    let mut sim = Sim::new();
    sim.actor("app:echo", |ctx| async move {
        let message = ctx.inbox().receive().await;
        ctx.send(&message.from, "answer", message.payload)
    });
    let pid = sim.spawn("app:echo", []);
    sim.send(&pid, "ask", "hello");
    assert!(sim.answers().is_empty());
    sim.run();
    assert_eq!(sim.answers(), [("answer".into(), Value::from("hello"))]);
    assert_eq!(
        scene(sim.kernel(), &[Kind::Send, Kind::Receive]),
        [
            r#"outside send ask → echo#1 "hello""#,
            r#"echo#1 receive ask ← outside "hello""#,
            r#"echo#1 send answer → outside "hello""#,
            r#"outside receive answer ← echo#1 "hello""#,
        ]
    );
}

#[test]
fn an_input_sends_as_the_outside_does() {
    let mut sim = Sim::new();
    sim.actor("app:listener", listener);
    sim.spawn("app:listener", []);
    let to = "{app:processes|0x00001}".into();
    sim.input(&Input::Send { to, topic: "say".into(), payload: 1.into() }).unwrap();
    let nobody = Input::Send { to: "nobody".into(), topic: "say".into(), payload: 1.into() };
    assert!(sim.input(&nobody).is_err());
    sim.run();
    assert_eq!(told(&sim), [format!("say 1 from {}", Pid::outside())]);
}

#[test]
fn a_payload_of_any_type_arrives_as_it_was_sent() {
    let sim = solo(|ctx| async move {
        let bytes = Value::Bytes([0u8, 255].as_slice().into());
        let nested = Value::map([("list", Value::list([Value::Nil, bytes, 0.5.into()]))]);
        for value in [Value::Nil, true.into(), i64::MIN.into(), "привет".into(), nested] {
            ctx.send(ctx.pid(), "value", value.clone()).unwrap();
            let message = ctx.inbox().receive().await;
            assert_eq!(message.payload, value);
            assert_eq!(message.payload.type_name(), value.type_name());
        }
    });
    assert_eq!(sim.records(Kind::Receive).len(), 5);
}
