//! Everybody has written a calculator that gives 9 for `10 - 3 - 2`, 64 for `2 ^ 3 ^ 2`, or a value for `1 2 +`. One that
//! reads what strangers send has more to withstand: numbers at the end of `i64`, and two hundred thousand parentheses,
//! which is a small upload and a deep recursion. A test has two mebibytes of stack.

use std::cell::RefCell;

use harness::prelude::*;

use super::kata::{EvalError, ParseError, ParseErrorKind, Program, compile};

/// The harness judges standard types only, so that kinds of errors get names here.
fn kind(kind: &ParseErrorKind) -> &'static str {
    match kind {
        ParseErrorKind::UnexpectedCharacter => "unexpected character",
        ParseErrorKind::NumberTooLarge => "number too large",
        ParseErrorKind::ExpectedValue => "expected a value",
        ParseErrorKind::ExpectedOperator => "expected an operator",
        ParseErrorKind::UnclosedParenthesis => "unclosed parenthesis",
        ParseErrorKind::UnknownFunction => "unknown function",
        ParseErrorKind::WrongArgumentCount => "wrong argument count",
    }
}

fn failure(error: &EvalError) -> &'static str {
    match error {
        EvalError::DivisionByZero => "division by zero",
        EvalError::Overflow => "overflow",
        EvalError::NegativeExponent => "negative exponent",
        EvalError::UnknownVariable(_) => "unknown variable",
    }
}

fn program(source: &str) -> Program {
    match compile(source) {
        Ok(program) => program,
        Err(ParseError { column, kind: reason }) => {
            panic!("`{source:.60}` was refused: {} at column {column}", kind(&reason))
        }
    }
}

/// The value of an expression without variables.
fn value(source: &str) -> Result<i64, &'static str> {
    program(source).eval(&|_| None).map_err(|error| failure(&error))
}

/// The value of an expression with the variables `x` and `y`.
fn value_of(source: &str, x: i64, y: i64) -> Result<i64, &'static str> {
    let variable =
        |name: &str| [("x", x), ("y", y)].into_iter().find_map(|(other, value)| (name == other).then_some(value));
    program(source).eval(&variable).map_err(|error| failure(&error))
}

/// Where and why a text is refused; `None` for an expression.
fn refusal(source: &str) -> Option<(usize, &'static str)> {
    compile(source).err().map(|error| (error.column, kind(&error.kind)))
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn a_number_is_an_expression() {
        assert_eq!([value("42"), value("  7 "), value("007")], [Ok(42), Ok(7), Ok(7)]);
    }

    #[test]
    fn products_come_before_sums() {
        assert_eq!(value("2 + 3 * 4"), Ok(14));
        assert_eq!(value("2 * 3 + 4"), Ok(10));
        assert_eq!(value("20 - 12 / 4 + 7 % 4 * 2"), Ok(23));
    }

    // With `>` where `>=` belongs, equals are done from right to left.
    #[test]
    fn equals_are_done_from_left_to_right() {
        assert_eq!(value("10 - 3 - 2"), Ok(5));
        assert_eq!(value("10 - 3 + 2"), Ok(9));
        assert_eq!(value("100 / 10 / 5"), Ok(2));
        assert_eq!(value("7 / 2 * 2"), Ok(6));
        assert_eq!(value("17 % 10 * 3"), Ok(21));
    }

    #[test]
    fn powers_are_done_from_right_to_left() {
        assert_eq!(value("2 ^ 3 ^ 2"), Ok(512));
        assert_eq!(value("(2 ^ 3) ^ 2"), Ok(64));
        assert_eq!(value("2 * 3 ^ 2 * 2"), Ok(36));
        assert_eq!(value("0 ^ 0"), Ok(1));
    }

    #[test]
    fn parentheses_come_first() {
        assert_eq!(value("(2 + 3) * 4"), Ok(20));
        assert_eq!(value("10 - (3 - 2)"), Ok(9));
        assert_eq!(value("((((5))))"), Ok(5));
    }

    // To read `-x` as `0 - x` works until something stands before it.
    #[test]
    fn a_minus_may_be_a_sign() {
        assert_eq!([value("-5"), value("--5"), value("---5"), value("- - 5")], [Ok(-5), Ok(5), Ok(-5), Ok(5)]);
        assert_eq!([value("2 * -3"), value("2 - -3"), value("2--3"), value("12 / -4")], [Ok(-6), Ok(5), Ok(5), Ok(-3)]);
        assert_eq!([value("-(2 + 3)"), value("4 * -(2 + 3)"), value("-abs(-2)")], [Ok(-5), Ok(-20), Ok(-2)]);
    }

    // As in mathematics, Python and Fortran: a sign is weaker than a power, and stronger than a product.
    #[test]
    fn a_sign_stands_between_product_and_power() {
        assert_eq!([value("-2 ^ 2"), value("(-2) ^ 2"), value("--2 ^ 2")], [Ok(-4), Ok(4), Ok(4)]);
        assert_eq!([value("-7 / 2"), value("-7 % 4"), value("-2 + 3")], [Ok(-3), Ok(-3), Ok(1)]);
        assert_eq!(value("-9223372036854775807 - 1 + 2 * 3"), Ok(i64::MIN + 6));
    }

    // The sign of an exponent must not end the power that it stands in.
    #[test]
    fn an_exponent_may_have_a_sign() {
        assert_eq!(value("2 ^ --3"), Ok(8));
        assert_eq!(value("2 ^ --3 ^ 2"), Ok(512));
        assert_eq!(value("2 ^ --3 * 10 + 1"), Ok(81));
        assert_eq!(value("2 ^ -1"), Err(failure(&EvalError::NegativeExponent)));
    }

    #[test]
    fn division_cuts_towards_zero() {
        let quotients = ["7 / 2", "(0 - 7) / 2", "7 / -2", "(0 - 7) / -2"].map(value);
        let remainders = ["7 % 4", "(0 - 7) % 4", "7 % -4", "(0 - 7) % -4"].map(value);
        assert_eq!(quotients, [Ok(3), Ok(-3), Ok(-3), Ok(3)]);
        assert_eq!(remainders, [Ok(3), Ok(-3), Ok(3), Ok(-3)]);
    }

    #[test]
    fn functions_take_their_arguments() {
        assert_eq!([value("min(3, 5)"), value("min(5, 3)")], [Ok(3), Ok(3)]);
        assert_eq!([value("max(3, 5)"), value("max(5, 3)")], [Ok(5), Ok(5)]);
        assert_eq!([value("abs(3 - 5)"), value("abs (5 - 3)")], [Ok(2), Ok(2)]);
    }

    #[test]
    fn arguments_are_expressions() {
        assert_eq!(value("max(1 + 2 * 3, -(2 - 4)) ^ 2"), Ok(49));
        assert_eq!(value("min(max(1, 2), max(3, 4)) - abs(-(1 - 3))"), Ok(0));
        assert_eq!(value("2 * max((1 + 2) * 3, 4) - 1"), Ok(17));
    }

    #[test]
    fn variables_get_their_values_when_evaluated() {
        let sum = program("x + 10 * x");
        let at = |x| sum.eval(&|_| Some(x)).map_err(|error| failure(&error));
        assert_eq!([at(1), at(-2), at(1)], [Ok(11), Ok(-22), Ok(11)]);
    }

    // Whoever puts `-3` into the text of `x ^ 2` gets `-3 ^ 2`.
    #[test]
    fn a_negative_variable_is_one_value() {
        assert_eq!(value_of("x ^ 2", -3, 0), Ok(9));
        assert_eq!(value_of("y-x", -3, -4), Ok(-1));
        assert_eq!(value_of("-x ^ 2 / y", -3, -4), Ok(2));
    }

    #[test]
    fn names_are_letters_digits_and_underscores() {
        let asked = RefCell::new(Vec::new());
        let names = program("_a1 + größe_2 * (min + B)").eval(&|name| {
            asked.borrow_mut().push(name.to_owned());
            i64::try_from(asked.borrow().len()).ok()
        });
        assert_eq!(asked.into_inner(), ["_a1", "größe_2", "min", "B"]);
        assert_eq!(names.ok(), Some(1 + 2 * (3 + 4)));
    }

    #[test]
    fn an_unknown_variable_is_named() {
        let unknown = program("x + tax * 2").eval(&|name| (name == "x").then_some(1)).err().map(|error| match error {
            EvalError::UnknownVariable(name) => name,
            other => failure(&other).to_owned(),
        });
        assert_eq!(unknown.as_deref(), Some("tax"));
    }

    #[test]
    fn division_by_zero_is_an_error() {
        let error = Err(failure(&EvalError::DivisionByZero));
        assert_eq!([value("1 / 0"), value("1 % 0"), value("0 / 0"), value("1 / (2 - 2) * 0")], [error; 4]);
        assert_eq!(value("0 / 1 + 0 % 1"), Ok(0));
    }

    #[test]
    fn an_error_reads_as_a_sentence() {
        let told = |source| compile(source).err().map(|error| error.to_string());
        assert_eq!(told("1 +").as_deref(), Some("column 4: a value is expected"));
        let told = |source| program(source).eval(&|_| None).err().map(|error| error.to_string());
        assert_eq!(told("2 * tax").as_deref(), Some("the variable `tax` has no value"));
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn what_does_not_fit_is_an_overflow() {
        let error = Err(failure(&EvalError::Overflow));
        let (least, largest) = (i64::MIN, i64::MAX);
        assert_eq!([value_of("x + 1", largest, 0), value_of("x - 1", least, 0)], [error; 2]);
        assert_eq!([value_of("x * 2", largest, 0), value_of("x * y", least, -1)], [error; 2]);
        assert_eq!([value("2 ^ 63"), value("10 ^ 19"), value_of("x ^ 3", 1 << 21, 0)], [error; 3]);
        assert_eq!([value_of("x - 1 + 1", least, 0), value_of("x * 2 / 2", largest, 0)], [error; 2]);
    }

    // Two's complement has one negative number more: these are the overflows that everybody forgets.
    #[test]
    fn the_least_number_has_no_opposite() {
        let error = Err(failure(&EvalError::Overflow));
        assert_eq!([value_of("-x", i64::MIN, 0), value_of("abs(x)", i64::MIN, 0)], [error; 2]);
        assert_eq!([value_of("x / y", i64::MIN, -1), value_of("x % y", i64::MIN, -1)], [error; 2]);
    }

    #[test]
    fn the_ends_of_the_range_can_be_reached() {
        assert_eq!(value("9223372036854775807"), Ok(i64::MAX));
        assert_eq!(value("-9223372036854775807 - 1"), Ok(i64::MIN));
        assert_eq!(value("2 ^ 62 - 1 + 2 ^ 62"), Ok(i64::MAX));
        assert_eq!(value("(-2) ^ 63"), Ok(i64::MIN));
        assert_eq!(value_of("min(x, y) + max(x, y)", i64::MIN, i64::MAX), Ok(-1));
        assert_eq!(value_of("x / 1 + 0 * y", i64::MIN, 5), Ok(i64::MIN));
    }

    // Beyond 2^53 a float cannot tell a number from its neighbour.
    #[test]
    fn arithmetic_is_exact() {
        assert_eq!(value("9007199254740993 - 1 + 1"), Ok(9_007_199_254_740_993));
        assert_eq!(value("3 ^ 39 / 3 ^ 38"), Ok(3));
        assert_eq!(value("9223372036854775807 / 10 * 10 + 7"), Ok(i64::MAX));
    }

    // An exponent is not a number of rounds to go: these would take years, and some of them do fit.
    #[test]
    fn huge_exponents_end_at_once() {
        let error = Err(failure(&EvalError::Overflow));
        assert_eq!([value("1 ^ 4294967296"), value("1 ^ 4294967297")], [Ok(1), Ok(1)]);
        assert_eq!([value("0 ^ 4294967296"), value("0 ^ 4294967297")], [Ok(0), Ok(0)]);
        assert_eq!([value("(-1) ^ 4294967296"), value("(-1) ^ 4294967297")], [Ok(1), Ok(-1)]);
        assert_eq!([value("(-1) ^ 9223372036854775807"), value("1 ^ 9223372036854775807")], [Ok(-1), Ok(1)]);
        assert_eq!([value("2 ^ 4294967296"), value("(-2) ^ 4294967297"), value("2 ^ 9223372036854775807")], [error; 3]);
    }

    #[test]
    fn operands_are_evaluated_from_left_to_right() {
        let unknown = Err(failure(&EvalError::UnknownVariable(String::new())));
        assert_eq!(value("1 / 0 + tax"), Err(failure(&EvalError::DivisionByZero)));
        assert_eq!(value("tax + 1 / 0"), unknown);
        assert_eq!(value("0 * tax"), unknown, "what is multiplied by zero is evaluated all the same");
        assert_eq!(value("(1 - 2) ^ (0 - 1) + 1 / 0"), Err(failure(&EvalError::NegativeExponent)));
    }

    #[test]
    fn a_number_that_is_too_large_is_refused_where_it_begins() {
        let kind = kind(&ParseErrorKind::NumberTooLarge);
        assert_eq!(refusal("9223372036854775808"), Some((1, kind)));
        assert_eq!(refusal("1 + -9223372036854775808"), Some((6, kind)));
        assert_eq!(refusal("1 + 99999999999999999999999999999"), Some((5, kind)));
        assert_eq!(value("00000000000000000000000000000001"), Ok(1));
    }

    #[test]
    fn a_missing_value_is_refused_where_it_should_stand() {
        let refusals =
            ["", "   ", "1 +", "1 + ", "-", "1 + * 2", "()", "(1 + )", "* 2", "1 + + 2", "max(1, )", "abs()"];
        let columns = [1, 4, 4, 5, 2, 5, 2, 6, 1, 5, 8, 5];
        assert_eq!(refusals.map(refusal), columns.map(|column| Some((column, kind(&ParseErrorKind::ExpectedValue)))));
        assert_eq!(refusal("(1 + 2 *"), Some((9, kind(&ParseErrorKind::ExpectedValue))));
    }

    // The textbook's algorithm does not look whether values and operators alternate, and calculates `1 2 +` gladly.
    #[test]
    fn values_side_by_side_are_refused() {
        let refusals = ["1 2", "1 2 +", "1 x", "x 1", "2(3)", "(2)(3)", "(1)2", "2x", "1_000", "2 abs(3)"];
        let columns = [3, 3, 3, 3, 2, 4, 4, 2, 2, 3];
        assert_eq!(
            refusals.map(refusal),
            columns.map(|column| Some((column, kind(&ParseErrorKind::ExpectedOperator))))
        );
    }

    #[test]
    fn parentheses_must_match() {
        let operator = kind(&ParseErrorKind::ExpectedOperator);
        let unclosed = kind(&ParseErrorKind::UnclosedParenthesis);
        assert_eq!(
            [refusal("1)"), refusal("(1))"), refusal("1) + (2")],
            [2, 4, 2].map(|column| Some((column, operator)))
        );
        assert_eq!(
            ["(1", "2 * (1 + 2", "((1)", "((1", "(1) + (2"].map(refusal),
            [1, 5, 1, 2, 7].map(|at| Some((at, unclosed)))
        );
        assert_eq!([refusal("max(1, 2"), refusal("1 + abs (2")], [4, 9].map(|column| Some((column, unclosed))));
    }

    #[test]
    fn a_comma_belongs_in_a_call() {
        let refusals = ["1, 2", "(1, 2)", "max((1, 2), 3)", "x, "];
        let columns = [2, 3, 7, 2];
        assert_eq!(
            refusals.map(refusal),
            columns.map(|column| Some((column, kind(&ParseErrorKind::ExpectedOperator))))
        );
        assert_eq!(refusal(", 1"), Some((1, kind(&ParseErrorKind::ExpectedValue))));
        assert_eq!(refusal("max(, 1)"), Some((5, kind(&ParseErrorKind::ExpectedValue))));
    }

    #[test]
    fn a_function_must_be_known_and_get_its_arguments() {
        let unknown = kind(&ParseErrorKind::UnknownFunction);
        let count = kind(&ParseErrorKind::WrongArgumentCount);
        assert_eq!(["sqrt(4)", "1 + x(2)", "Max(1, 2)"].map(refusal), [1, 5, 1].map(|column| Some((column, unknown))));
        assert_eq!(["1 + min(1)", "max(1, 2, 3)", "2 * abs(1, 2)"].map(refusal), [5, 1, 5].map(|at| Some((at, count))));
        assert_eq!(refusal("max(min(1), 2, 3)"), Some((5, count)));
        assert_eq!(refusal("max(1, min(2, 3), 4)"), Some((1, count)));
    }

    #[test]
    fn a_character_without_a_meaning_is_refused_where_it_is() {
        let refusals = ["$", "1 + #", "1.5", "2 & 3", "x = 1", "1 + ²", "٣"];
        let columns = [1, 5, 2, 3, 3, 5, 1];
        assert_eq!(refusals.map(refusal), columns.map(|at| Some((at, kind(&ParseErrorKind::UnexpectedCharacter)))));
    }

    // A byte is not a character: an editor that puts its cursor there wants the second.
    #[test]
    fn columns_count_characters() {
        assert_eq!(refusal("größe * größe größe"), Some((15, kind(&ParseErrorKind::ExpectedOperator))));
        assert_eq!(refusal("日本 +"), Some((5, kind(&ParseErrorKind::ExpectedValue))));
        assert_eq!(refusal("日本 + €"), Some((6, kind(&ParseErrorKind::UnexpectedCharacter))));
        assert_eq!(refusal("é * (é + 1"), Some((5, kind(&ParseErrorKind::UnclosedParenthesis))));
        assert_eq!(refusal("1\u{2003}+\u{2003}99999999999999999999"), Some((5, kind(&ParseErrorKind::NumberTooLarge))));
    }

    #[test]
    fn any_white_space_may_stand_between_tokens() {
        assert_eq!(value("\t1\n+\r\n2\u{2003}* 3 "), Ok(7));
        assert_eq!(value("max\n(\n1\n,\n2\n)"), Ok(2));
        assert_eq!(value("1+2*3-max(4,5)"), Ok(2));
    }

    fn nested(depth: usize, before: &str, inner: &str, after: &str) -> String {
        [&before.repeat(depth), inner, &after.repeat(depth)].concat()
    }

    // A function that calls itself for every parenthesis ends the whole server here, not the request.
    #[test]
    fn deep_parentheses_need_no_deep_stack() {
        assert_eq!(value(&nested(200_000, "(", "7", ")")), Ok(7));
        let unclosed = [&"(".repeat(200_000), "7"].concat();
        assert_eq!(refusal(&unclosed), Some((200_000, kind(&ParseErrorKind::UnclosedParenthesis))));
    }

    // What nests without parentheses: signs, powers, and what waits for its right operand.
    #[test]
    fn deep_operators_need_no_deep_stack() {
        assert_eq!(value(&nested(100_000, "-", "7", "")), Ok(7));
        assert_eq!(value(&nested(100_000, "", "1", "^1")), Ok(1));
    }

    // A tree of boxes is built with a loop, and then evaluated or dropped by recursion.
    #[test]
    fn deep_operands_need_no_deep_stack() {
        assert_eq!(value(&nested(50_000, "1-(", "7", ")")), Ok(7));
        assert_eq!(value(&nested(50_000, "(", "7", "-1)")), Ok(7 - 50_000));
    }

    #[test]
    fn deep_calls_need_no_deep_stack() {
        assert_eq!(value(&nested(100_000, "abs(", "7", ")")), Ok(7));
    }
}

mod properties {
    use harness::{assert, assert_eq};

    use super::*;

    /// An expression as a tree, small enough for recursion.
    enum Tree {
        Number(i64),
        Variable(&'static str, i64),
        Negate(Box<Tree>),
        Binary(Box<Tree>, char, Box<Tree>),
        Call(&'static str, Vec<Tree>),
    }

    const VARIABLES: [(&str, i64); 5] = [("x", -3), ("y", 4), ("zero", 0), ("least", i64::MIN), ("größe", 1 << 40)];

    impl Tree {
        fn draw(draw: &mut Draw<'_>, depth: u32) -> Self {
            let shapes = if depth == 0 { 2 } else { 9 };
            match draw.size(0..=shapes) {
                0 => Self::Number(draw.pick(&[1, 2, 3, 0, 10, 63, i64::MAX])),
                1 | 2 => {
                    let (name, value) = draw.pick(&VARIABLES);
                    Self::Variable(name, value)
                }
                3 => Self::Negate(Box::new(Self::draw(draw, depth - 1))),
                4 => {
                    let (name, count) = draw.pick(&[("abs", 1), ("min", 2), ("max", 2)]);
                    Self::Call(name, (0..count).map(|_| Self::draw(draw, depth - 1)).collect())
                }
                _ => {
                    let operator = draw.pick(&['+', '-', '*', '/', '%', '^']);
                    let [left, right] = [(); 2].map(|()| Box::new(Self::draw(draw, depth - 1)));
                    Self::Binary(left, operator, right)
                }
            }
        }

        /// Its value in 128 bits, which hold every result of two 64-bit operands but a power.
        fn value(&self) -> Result<i64, &'static str> {
            let exact = match self {
                Self::Number(value) | Self::Variable(_, value) => i128::from(*value),
                Self::Negate(operand) => -i128::from(operand.value()?),
                Self::Call(name, arguments) => {
                    let values = arguments.iter().map(Self::value).collect::<Result<Vec<_>, _>>()?;
                    let smallest = values.iter().fold(i64::MAX, |one, other| one.min(*other));
                    let largest = values.iter().fold(i64::MIN, |one, other| one.max(*other));
                    match *name {
                        "abs" => i128::from(largest).abs(),
                        "min" => i128::from(smallest),
                        _ => i128::from(largest),
                    }
                }
                Self::Binary(left, operator, right) => {
                    let (left, right) = (i128::from(left.value()?), i128::from(right.value()?));
                    match operator {
                        '+' => left + right,
                        '-' => left - right,
                        '*' => left * right,
                        '/' | '%' if right == 0 => return Err(failure(&EvalError::DivisionByZero)),
                        '/' => left / right,
                        // As in Rust, the remainder overflows where the quotient does.
                        '%' if i64::try_from(left / right).is_err() => left / right,
                        '%' => left % right,
                        _ if right < 0 => return Err(failure(&EvalError::NegativeExponent)),
                        _ => (0..right.min(64 + right % 2))
                            .try_fold(1_i128, |power, _| power.checked_mul(left))
                            .unwrap_or(i128::MAX),
                    }
                }
            };
            i64::try_from(exact).map_err(|_| failure(&EvalError::Overflow))
        }

        /// How strongly its outermost operation binds.
        fn strength(&self) -> u32 {
            match self {
                Self::Binary(_, '+' | '-', _) => 1,
                Self::Binary(_, '*' | '/' | '%', _) => 2,
                Self::Negate(_) => 3,
                Self::Binary(..) => 4,
                Self::Number(_) | Self::Variable(..) | Self::Call(..) => 5,
            }
        }

        /// As text, in parentheses where it binds weaker than `strength`, and where `style` wants some to spare.
        fn print(&self, strength: u32, style: &mut u64) -> String {
            *style = style.rotate_right(7).wrapping_mul(5);
            let space = ["", " ", "", "\t "][(*style % 4) as usize];
            let wanted = style.is_multiple_of(5) && *style != 0;
            let text = match self {
                Self::Number(number) => number.to_string(),
                Self::Variable(name, _) => (*name).to_owned(),
                Self::Negate(operand) => format!("-{space}{}", operand.print(3, style)),
                Self::Call(name, arguments) => {
                    let arguments: Vec<String> = arguments.iter().map(|argument| argument.print(0, style)).collect();
                    format!("{name}{space}({})", arguments.join(&format!(",{space}")))
                }
                Self::Binary(left, operator, right) => {
                    // A left operand of a power needs parentheses when it is one; a right one, and a sign, need none.
                    let (left_strength, right_strength) = match self.strength() {
                        4 => (5, 3),
                        strength => (strength, strength + 1),
                    };
                    let left = left.print(left_strength, style);
                    format!("{left}{space}{operator}{space}{}", right.print(right_strength, style))
                }
            };
            if self.strength() < strength || wanted { format!("({text}{space})") } else { text }
        }
    }

    #[test]
    fn a_printed_tree_has_the_value_of_the_tree() {
        property_of(500, |draw| {
            let tree = Tree::draw(draw, 5);
            let source = tree.print(0, &mut draw.word());
            draw.note(|| format!("source = {source}"));
            draw.note(|| format!("variables = {VARIABLES:?}"));
            let variable = |name: &str| VARIABLES.iter().find_map(|(other, value)| (name == *other).then_some(*value));
            let found = program(&source).eval(&variable).map_err(|error| failure(&error));
            assert_eq!(found, tree.value());
        });
    }

    /// Whether tokens are an expression: whether they can be rewritten to a single value, step by step.
    fn is_expression(tokens: &str) -> bool {
        let mut text = format!("[{}]", tokens.replace('*', "+"));
        loop {
            let mut shorter = text.replace("(1)", "1").replace("1+1", "1").replace("1-1", "1");
            for before in ["[", "(", "+", "-"] {
                shorter = shorter.replace(&format!("{before}-1"), &format!("{before}1"));
            }
            if shorter == text {
                return text == "[1]";
            }
            text = shorter;
        }
    }

    /// Whether something can follow, so that the tokens become an expression.
    fn can_go_on(tokens: &str) -> bool {
        let opened = tokens.matches('(').count();
        let closed = tokens.matches(')').count();
        let missing = ")".repeat(opened.saturating_sub(closed));
        is_expression(&format!("{tokens}{missing}")) || is_expression(&format!("{tokens}1{missing}"))
    }

    /// The column at which tokens, one a column, stop being an expression.
    fn expected_column(tokens: &str) -> Option<usize> {
        if is_expression(tokens) {
            return None;
        }
        let wrong = (1..=tokens.len()).find(|&length| !can_go_on(&tokens[..length]));
        let unclosed = || {
            let places = (0..tokens.len()).rev().filter(|&place| tokens[place..].starts_with('('));
            let mut open =
                places.filter(|&place| tokens[place..].matches('(').count() > tokens[place..].matches(')').count());
            open.next().map(|place| place + 1)
        };
        let value_missing = tokens.is_empty() || tokens.ends_with(['(', '+', '-', '*']);
        wrong.or_else(|| if value_missing { Some(tokens.len() + 1) } else { unclosed() })
    }

    #[test]
    fn the_first_token_that_cannot_stand_where_it_does_is_named() {
        property_of(500, |draw| {
            let tokens = draw.list(0..=9, |draw| draw.pick(&['1', '(', ')', '-', '+', '*', '1', ',', '-', '(']));
            let tokens: String = tokens.into_iter().collect();
            draw.note(|| format!("source = {tokens}"));
            // Between two `1` a blank, which makes them two numbers, as the model takes them.
            let source: String = tokens.chars().flat_map(|token| [token, ' ']).collect();
            let column = refusal(&source).map(|(column, _)| column);
            let expected = expected_column(&tokens);
            let at_end = expected == Some(tokens.len() + 1);
            assert_eq!(
                column,
                expected.map(|column| 2 * column - 1).map(|column| if at_end { source.len() + 1 } else { column })
            );
        });
    }

    #[test]
    fn no_text_makes_it_panic() {
        property_of(500, |draw| {
            let source = draw.text("0179 ()+-*/%^,._axminbs²٣é€\n", 0..=30);
            draw.note(|| format!("source = {source:?}"));
            let columns = 1..=source.chars().count() + 1;
            // Whether there is a value, and which, is for the other tests to say.
            let column = match compile(&source) {
                Ok(program) => program.eval(&|_| Some(2)).map_or(1, |_| 1),
                Err(error) => error.column,
            };
            assert!(columns.contains(&column), "column {column} of an error must be one of {columns:?}");
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    /// Texts of about `size` bytes in the shapes that grow: long, deep, and with many names.
    fn shapes(size: usize) -> [(&'static str, String); 5] {
        [
            ("a long sum", format!("1{}", "+1".repeat(size / 2))),
            ("deep parentheses", ["(".repeat(size / 2), "1".to_owned(), ")".repeat(size / 2)].concat()),
            ("a deep difference", ["1-(".repeat(size / 4), "1".to_owned(), ")".repeat(size / 4)].concat()),
            ("many variables", format!("x{}", "*x".repeat(size / 2))),
            ("deep calls", ["abs(".repeat(size / 5), "1".to_owned(), ")".repeat(size / 5)].concat()),
        ]
    }

    // Whoever copies what is left of the text, or what stands in parentheses, copies it again at every step.
    #[test]
    fn a_text_is_not_copied_at_every_step() {
        for size in [1000, 10_000] {
            for (name, source) in shapes(size) {
                let (_, heap) = allocations(|| program(&source));
                assert_within!(
                    format!("compiling {name} of {} bytes", source.len()),
                    heap.bytes,
                    "bytes of allocations",
                    "O(n)",
                    256 * source.len() as u64 + 4096
                );
            }
        }
    }

    // The work on the text is done once. To evaluate is to go through the program with a stack, which in a sum holds two
    // values, however long the sum is.
    #[test]
    fn evaluating_needs_memory_for_what_is_open_only() {
        for (source, expected) in
            [(format!("1{}", "+1".repeat(20_000)), 20_001), (format!("x{}", "*x".repeat(20_000)), 1)]
        {
            let program = program(&source);
            let (value, heap) = allocations(|| program.eval(&|_| Some(1)).ok());
            assert_eq!(value, Some(expected));
            assert_within!(
                format!("evaluating `{source:.9}…` with 20,001 operands"),
                heap.bytes,
                "bytes of allocations",
                "O(depth)",
                4096
            );
        }
    }

    #[test]
    fn evaluating_deep_expressions_needs_memory_for_their_depth() {
        let source = ["1-(".repeat(10_000), "1".to_owned(), ")".repeat(10_000)].concat();
        let program = program(&source);
        let (value, heap) = allocations(|| program.eval(&|_| None).ok());
        assert_eq!(value, Some(1));
        assert_within!("evaluating 10,000 open differences", heap.bytes, "bytes of allocations", "O(depth)", 640_000);
    }

    #[test]
    fn a_variable_is_asked_for_once_where_it_stands() {
        let asked = RefCell::new(0);
        let value = program("x * x + y - (x + 2) * y ^ 2").eval(&|_| {
            *asked.borrow_mut() += 1;
            Some(3)
        });
        assert_eq!(value.ok(), Some(9 + 3 - 5 * 9));
        assert_within!("an expression with six variables", asked.into_inner(), "lookups", "one where each stands", 6);
    }
}
