namespace Netflix.AppHost.Embedded;

/// <summary>What <c>./run</c> may be told.</summary>
/// <param name="Bind">Address that web and edges listen on.</param>
/// <param name="PublicHost">Name under which browsers reach this machine.</param>
internal sealed record RunOptions(int Port, int Edges, int EdgePort, string Data, bool Demo, string Bind, string PublicHost)
{
    internal string Url => $"http://{PublicHost}:{Port}";
}
