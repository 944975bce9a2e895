using Netflix.Delivery.ZeroCopy;

/// <summary>Tests and edges share a process here: what a test does after an await must not run on the thread that polls the sockets.</summary>
[SetUpFixture]
internal sealed class AssemblySetUp
{
    [OneTimeSetUp]
    public void KeepCompletionsOnThePool() => Environment.SetEnvironmentVariable(ZeroCopyConnections.InlineCompletions, "0");
}
