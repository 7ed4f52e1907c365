namespace ZeroTrust.Matching;

/// <summary>Kinds of token.</summary>
internal enum MatchTokenKind
{
    /// <summary>Field, keyword or anything else that is no other token.</summary>
    Word,

    /// <summary>Value in quotes.</summary>
    String,

    /// <summary>A run of the characters that operators are made of.</summary>
    Operator,

    /// <summary><c>[*]</c>, or anything in brackets.</summary>
    Index,

    /// <summary><c>(</c></summary>
    LeftParenthesis,

    /// <summary><c>)</c></summary>
    RightParenthesis,

    /// <summary><c>{</c></summary>
    LeftBrace,

    /// <summary><c>}</c></summary>
    RightBrace,

    /// <summary><c>,</c></summary>
    Comma,

    /// <summary>After the last token.</summary>
    End,
}

/// <summary>A token and where it is.</summary>
/// <param name="Text">The value of a string, the characters of anything else.</param>
internal readonly record struct MatchToken(MatchTokenKind Kind, int Start, int Length, string Text)
{
    public int End => Start + Length;
}
