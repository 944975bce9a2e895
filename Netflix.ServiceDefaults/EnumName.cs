using System.Diagnostics.CodeAnalysis;

namespace Netflix.ServiceDefaults;

/// <summary>An enum in a query by its name as JSON writes it: the framework alone binds "Movie" and refuses "movie".</summary>
public readonly record struct EnumName<T>(T Value) where T : struct, Enum
{
    [SuppressMessage("Design", "CA1000", Justification = "The shape by which the framework binds.")]
    public static bool TryParse(string? text, out EnumName<T> name)
    {
        name = default;
        // Neither a number nor a list of names: the contract knows names only.
        if (string.IsNullOrEmpty(text) || !char.IsAsciiLetter(text[0]) || text.Contains(',') || !Enum.TryParse(text, ignoreCase: true, out T value))
        {
            return false;
        }

        name = new(value);
        return true;
    }
}
