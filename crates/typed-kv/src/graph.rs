//! Which models contain each other.

/// For each node the number of its group: two have the same if each can be reached from the other. It is Tarjan's way,
/// without recursion, since a chain of models may be as long as its author likes.
pub(crate) fn groups(edges: &[Vec<usize>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let count = edges.len();
    let (mut group, mut number, mut low) =
        (vec![NONE; count], vec![NONE; count], vec![NONE; count]);
    let (mut met, mut groups) = (0, 0);
    let mut open = Vec::new();
    for root in 0..count {
        let mut path = Vec::from_iter((number[root] == NONE).then_some((root, 0)));
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if *next == 0 {
                (number[node], low[node]) = (met, met);
                met += 1;
                open.push(node);
            }
            if let Some(&target) = edges[node].get(*next) {
                *next += 1;
                if number[target] == NONE {
                    path.push((target, 0));
                } else if group[target] == NONE {
                    low[node] = low[node].min(number[target]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
            if low[node] == number[node] {
                while let Some(member) = open.pop() {
                    group[member] = groups;
                    if member == node {
                        break;
                    }
                }
                groups += 1;
            }
        }
    }
    group
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn who_reach_each_other_are_a_group() {
        let edges = [vec![1], vec![2, 3], vec![0], vec![3], vec![3, 0]];
        let group = groups(&edges);
        assert_eq!(group[0], group[1]);
        assert_eq!(group[1], group[2]);
        assert!(group[3] != group[0] && group[4] != group[3] && group[4] != group[0]);
    }

    #[test]
    fn a_long_chain_takes_no_stack() {
        let count = 200_000;
        let mut edges: Vec<Vec<usize>> = (1..=count).map(|next| vec![next]).collect();
        edges.push(vec![0]);
        assert!(groups(&edges).iter().all(|group| *group == 0));
    }
}
