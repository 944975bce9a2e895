namespace Netflix.Host;

/// <summary>What this process is for, from <c>Netflix:Roles</c>: any of web, encoder, edge, by comma.</summary>
internal sealed record Roles(bool Web, bool Encoder, bool Edge)
{
    internal static Roles From(IConfiguration configuration)
    {
        var names = (configuration["Netflix:Roles"] ?? "web,encoder")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
        {
            if (name is not ("web" or "encoder" or "edge"))
            {
                throw new InvalidOperationException($"Netflix:Roles has '{name}'; the roles are web, encoder and edge.");
            }
        }

        return new(names.Contains("web"), names.Contains("encoder"), names.Contains("edge"));
    }
}
