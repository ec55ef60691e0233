//! Channels: Go's, between the coroutines of one process.

use std::future::Future;

use futures::{FutureExt, StreamExt};
use rehearsal::channel::{Case, Channel, ClosedError, Selected, select, try_select};
use rehearsal::runtime::KernelSettings;
use rehearsal::trace::Kind;
use rehearsal::{Context, Error, Sim};

use crate::support::{solo, tell, told};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Runs a coroutine in which nothing can fail.
fn go<F: Future<Output = ()> + 'static>(ctx: &Context, body: F) {
    ctx.spawn(body);
}

/// Lets all coroutines go as far as they can.
async fn pause(ctx: &Context) {
    ctx.sleep("1ms").await.unwrap();
}

#[test]
fn an_unbuffered_channel_hands_over_from_hand_to_hand() {
    let sim = solo(|ctx| async move {
        let channel = ctx.channel(0);
        let (inner, sender) = (ctx.clone(), channel.clone());
        go(&ctx, async move {
            sender.send("value").await.unwrap();
            tell(&inner, "sent");
        });
        pause(&ctx).await;
        tell(&ctx, "nobody has sent yet");
        tell(&ctx, channel.receive().await);
        pause(&ctx).await;
    });
    assert_eq!(told(&sim), ["nobody has sent yet", "value", "sent"]);
}

#[test]
fn a_receiver_waits_for_a_sender() {
    let sim = solo(|ctx| async move {
        let channel = ctx.channel(0);
        let (inner, receiver) = (ctx.clone(), channel.clone());
        go(&ctx, async move {
            tell(&inner, receiver.receive().await);
        });
        tell(&ctx, "first");
        channel.send("second").await.unwrap();
        pause(&ctx).await;
    });
    assert_eq!(told(&sim), ["first", "second"]);
}

#[test]
fn a_buffered_channel_takes_what_fits_and_then_waits() {
    let sim = solo(|ctx| async move {
        let channel = ctx.channel(2);
        let (inner, sender) = (ctx.clone(), channel.clone());
        go(&ctx, async move {
            for number in 1..=4 {
                sender.send(number).await.unwrap();
                tell(&inner, format!("sent {number}"));
            }
        });
        tell(&ctx, format!("{} wait", channel.len()));
        for _ in 0..4 {
            let number: i64 = channel.receive().await.unwrap();
            tell(&ctx, format!("received {number}"));
            pause(&ctx).await;
        }
    });
    assert_eq!(
        told(&sim),
        [
            "sent 1",
            "sent 2",
            "2 wait",
            "received 1",
            "sent 3",
            "received 2",
            "sent 4",
            "received 3",
            "received 4",
        ]
    );
}

#[test]
fn a_closed_channel_is_drained_and_then_gives_nothing_for_ever() {
    let channel = Channel::new(3);
    channel.try_send(1).unwrap();
    channel.try_send(2).unwrap();
    channel.close();
    channel.close();
    assert!(channel.is_closed());
    let received: Vec<_> = (0..4).map(|_| channel.receive().now_or_never()).collect();
    assert_eq!(received, [Some(Some(1)), Some(Some(2)), Some(None), Some(None)]);
}

#[test]
fn sending_on_a_closed_channel_is_an_error_that_hands_the_value_back() {
    let channel = Channel::new(1);
    channel.close();
    assert_eq!(channel.try_send(7), Err(7));
    let error = channel.send(7).now_or_never().unwrap().unwrap_err();
    assert_eq!(error, ClosedError(7));
    assert_eq!(error.to_string(), "send on closed channel");
}

#[test]
fn close_wakes_receivers_with_nothing_and_senders_with_an_error() {
    let sim = solo(|ctx| async move {
        let (empty, full) = (ctx.channel::<i64>(0), ctx.channel(1));
        full.try_send(1).unwrap();
        let (inner, receiver, sender) = (ctx.clone(), empty.clone(), full.clone());
        let other = ctx.clone();
        go(&ctx, async move {
            tell(&inner, format!("received {:?}", receiver.receive().await));
        });
        go(&ctx, async move {
            tell(&other, sender.send(2).await.unwrap_err().to_string());
        });
        empty.close();
        full.close();
        pause(&ctx).await;
        tell(&ctx, full.receive().await);
        tell(&ctx, full.receive().await);
    });
    assert_eq!(told(&sim), ["received None", "send on closed channel", "1", "null"]);
}

#[test]
fn receivers_are_served_in_the_order_in_which_they_came() {
    let sim = solo(|ctx| async move {
        let channel = ctx.channel(0);
        for who in 1..=3 {
            let (ctx, channel) = (ctx.clone(), channel.clone());
            go(&ctx.clone(), async move {
                let value: i64 = channel.receive().await.unwrap();
                tell(&ctx, format!("{who} got {value}"));
            });
        }
        for value in 1..=3 {
            channel.send(value).await.unwrap();
        }
        pause(&ctx).await;
    });
    assert_eq!(told(&sim), ["1 got 1", "2 got 2", "3 got 3"]);
}

#[test]
fn senders_are_served_in_the_order_in_which_they_came() {
    let sim = solo(|ctx| async move {
        let channel = ctx.channel(1);
        for value in 1..=4i64 {
            let channel = channel.clone();
            go(&ctx, async move { channel.send(value).await.unwrap() });
        }
        for _ in 0..4 {
            tell(&ctx, channel.receive().await);
        }
    });
    assert_eq!(told(&sim), ["1", "2", "3", "4"]);
}

#[test]
fn nobody_overtakes_a_waiting_receiver() {
    let channel = Channel::new(1);
    let mut waiting = channel.receive();
    assert!((&mut waiting).now_or_never().is_none());
    channel.try_send("for the first").unwrap();
    assert_eq!(channel.try_receive(), None);
    assert!(channel.receive().now_or_never().is_none());
    assert_eq!(waiting.now_or_never(), Some(Some("for the first")));
}

#[test]
fn a_receiver_that_gives_up_leaves_its_place_to_the_next() {
    let channel = Channel::new(0);
    let (mut first, mut second) = (channel.receive(), channel.receive());
    assert!((&mut first).now_or_never().is_none());
    assert!((&mut second).now_or_never().is_none());
    channel.try_send(7).unwrap();
    drop(first);
    assert_eq!(second.now_or_never(), Some(Some(7)));
}

#[test]
fn a_sender_that_gives_up_takes_its_value_back() {
    let channel = Channel::new(0);
    let mut send = channel.send(7);
    assert!((&mut send).now_or_never().is_none());
    drop(send);
    assert_eq!(channel.try_receive(), None);
}

#[test]
fn nothing_is_tried_on_an_unbuffered_channel_without_somebody_at_the_other_end() {
    let channel = Channel::new(0);
    assert_eq!(channel.try_send(1), Err(1));
    assert_eq!(channel.try_receive(), None);
    let mut receive = channel.receive();
    assert!((&mut receive).now_or_never().is_none());
    assert_eq!(channel.try_send(2), Ok(()));
    assert_eq!(channel.try_send(3), Err(3));
    assert_eq!(receive.now_or_never(), Some(Some(2)));
}

#[test]
fn of_several_ready_cases_the_first_in_their_order_wins() {
    let (a, b, c) = (Channel::new(1), Channel::new(1), Channel::new(1));
    b.try_send("b").unwrap();
    c.try_send("c").unwrap();
    let cases = || [Case::receive(&a), Case::receive(&b), Case::receive(&c), Case::send(&a, "a")];
    let mut chosen = Vec::new();
    for _ in 0..4 {
        let selected = select(cases()).now_or_never().unwrap();
        chosen.push((selected.case, selected.value));
    }
    // The send into `a` is ready when b and c are empty; then `a` itself comes first.
    assert_eq!(chosen, [(1, Some("b")), (2, Some("c")), (3, None), (0, Some("a"))]);
}

#[test]
fn select_waits_until_a_case_is_ready_and_leaves_the_others_alone() {
    let sim = solo(|ctx| async move {
        let (a, b) = (ctx.channel(0), ctx.channel(0));
        let (inner, sender) = (ctx.clone(), b.clone());
        go(&ctx, async move {
            pause(&inner).await;
            sender.send("late").await.unwrap();
        });
        let selected = select([Case::receive(&a), Case::receive(&b)]).await;
        assert_eq!(selected, Selected { case: 1, value: Some("late") });
        // Nobody is left behind at `a`.
        assert_eq!(a.try_send("nobody takes it"), Err("nobody takes it"));
        tell(&ctx, selected.value);
    });
    assert_eq!(told(&sim), ["late"]);
}

#[test]
fn a_send_case_is_ready_when_a_receiver_comes() {
    let sim = solo(|ctx| async move {
        let (a, b) = (ctx.channel(0), ctx.channel(0));
        let (inner, receiver) = (ctx.clone(), b.clone());
        go(&ctx, async move {
            pause(&inner).await;
            tell(&inner, receiver.receive().await);
        });
        let selected = select([Case::send(&a, 1i64), Case::send(&b, 2)]).await;
        assert_eq!(selected, Selected { case: 1, value: None });
        pause(&ctx).await;
    });
    assert_eq!(told(&sim), ["2"]);
}

#[test]
fn two_selects_meet_at_an_unbuffered_channel() {
    let sim = solo(|ctx| async move {
        let channel = ctx.channel(0);
        let other = channel.clone();
        go(&ctx, async move {
            select([Case::send(&other, "met")]).await;
        });
        tell(&ctx, select([Case::receive(&channel)]).await.value);
    });
    assert_eq!(told(&sim), ["met"]);
}

#[test]
fn a_closed_channel_is_ready_to_be_received_from() {
    let (open, closed) = (Channel::<i64>::new(0), Channel::new(0));
    closed.close();
    let selected = select([Case::receive(&open), Case::receive(&closed)]).now_or_never();
    assert_eq!(selected, Some(Selected { case: 1, value: None }));
}

#[test]
fn a_select_with_a_default_does_not_wait() {
    let channel = Channel::new(1);
    assert_eq!(try_select([Case::receive(&channel)]), None);
    let sent = try_select([Case::receive(&channel), Case::send(&channel, 7)]);
    assert_eq!(sent, Some(Selected { case: 1, value: None }));
    assert_eq!(try_select([Case::send(&channel, 8)]), None);
    assert_eq!(try_select([Case::receive(&channel)]), Some(Selected { case: 0, value: Some(7) }));
}

#[test]
fn a_channel_is_a_stream_that_ends_when_it_is_closed() {
    let sim = solo(|ctx| async move {
        let channel = ctx.channel(2);
        let sender = channel.clone();
        go(&ctx, async move {
            for number in 1..=5i64 {
                sender.send(number).await.unwrap();
            }
            sender.close();
        });
        let squares: Vec<_> = channel.map(|n| (n * n).to_string()).collect().await;
        tell(&ctx, squares.join(" "));
    });
    assert_eq!(told(&sim), ["1 4 9 16 25"]);
}

#[test]
fn channels_carry_what_no_message_can() {
    let sim = solo(|ctx| async move {
        let requests = ctx.channel::<(i64, Channel<i64>)>(0);
        let server = requests.clone();
        go(&ctx, async move {
            while let Some((number, reply)) = server.receive().await {
                reply.send(number * 2).await.unwrap();
            }
        });
        let reply = ctx.channel(0);
        requests.send((21, reply.clone())).await.map_err(|_| Error::internal("closed")).unwrap();
        tell(&ctx, reply.receive().await);
        assert!(reply.is(&reply.clone()) && !reply.is(&ctx.channel(0)));
    });
    assert_eq!(told(&sim), ["42"]);
}

#[test]
fn a_select_never_sends_to_itself() {
    let sim = solo(|ctx| async move {
        let channel = ctx.channel(0);
        let (inner, other) = (ctx.clone(), channel.clone());
        go(&ctx, async move {
            pause(&inner).await;
            tell(&inner, "the other is here");
            tell(&inner, other.receive().await);
        });
        let cases = [Case::receive(&channel), Case::send(&channel, "for another")];
        let selected = select(cases).await;
        tell(&ctx, selected.case as i64);
        pause(&ctx).await;
    });
    assert_eq!(told(&sim), ["the other is here", "1", "for another"]);
}

#[test]
fn two_selects_on_one_channel_find_each_other() {
    let sim = solo(|ctx| async move {
        let channel = ctx.channel(0);
        for name in ["first", "second"] {
            let (inner, channel) = (ctx.clone(), channel.clone());
            go(&ctx, async move {
                let cases = [Case::send(&channel, name), Case::receive(&channel)];
                let selected = select(cases).await;
                tell(
                    &inner,
                    selected
                        .value
                        .map_or(format!("{name} sent"), |from| format!("{name} got {from}")),
                );
            });
        }
        pause(&ctx).await;
    });
    let mut said = told(&sim);
    said.sort();
    assert_eq!(said, ["first got second", "second sent"]);
}

#[test]
fn what_happens_at_a_channel_is_recorded_when_the_settings_ask() {
    let kinds = |record_channels| {
        let mut sim = Sim::with(KernelSettings { record_channels, ..KernelSettings::default() });
        sim.actor("app:owner", |ctx: Context| async move {
            let channel = ctx.channel(2);
            channel.send(1).await.unwrap();
            channel.send(2).await.unwrap();
            channel.receive().await;
            select([Case::receive(&channel)]).await;
            channel.close();
            channel.close(); // nothing happens any more
            channel.receive().await; // that there is nothing
        });
        sim.spawn("app:owner", []);
        sim.run();
        let trace = sim.kernel().trace();
        (trace.first()..=trace.total())
            .filter_map(|number| trace.get(number))
            .filter(|record| {
                matches!(
                    record.kind(),
                    Kind::ChannelSend | Kind::ChannelReceive | Kind::ChannelClose | Kind::Select
                )
            })
            .map(|record| (record.kind(), record.a(), record.b()))
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds(false), []);
    assert_eq!(
        kinds(true),
        [
            (Kind::ChannelSend, 1, 1),
            (Kind::ChannelSend, 1, 2),
            (Kind::ChannelReceive, 1, 1),
            (Kind::ChannelReceive, 1, 0),
            (Kind::Select, 1, 0),
            (Kind::ChannelClose, 1, 0),
            (Kind::ChannelReceive, 1, 0),
        ]
    );
}
