using System.Runtime.InteropServices;

namespace Netflix.Delivery.ZeroCopy;

/// <summary>What came of a call that may not wait.</summary>
internal enum SendOutcome
{
    Sent,
    WouldBlock,
    Closed,
}

/// <summary>send(2) and sendfile(2) of 64-bit Linux, which .NET does not offer in this form.</summary>
internal static unsafe partial class NativeSocket
{
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int More = 0x8000;
    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const int NonBlocking = 0x800;
    private const int Interrupted = 4;
    private const int TryAgain = 11;

    internal static bool IsSupported { get; } =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>sendfile has no flag for it: the socket itself must not block. .NET makes it so at its first asynchronous call.</summary>
    internal static void EnsureNonBlocking(int socket)
    {
        var flags = Fcntl(socket, GetFlags, 0);
        if (flags >= 0 && (flags & NonBlocking) == 0)
        {
            _ = Fcntl(socket, SetFlags, flags | NonBlocking);
        }
    }

    /// <param name="more">More follows at once: the kernel may hold back a half-full packet for it.</param>
    internal static SendOutcome Send(int socket, ReadOnlySpan<byte> bytes, bool more, out int sent)
    {
        fixed (byte* first = bytes)
        {
            nint result;
            do
            {
                result = Send(socket, first, (nuint)bytes.Length, DontWait | NoSignal | (more ? More : 0));
            }
            while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);

            return Outcome(result, out sent);
        }
    }

    /// <summary>Sends from the file's <paramref name="offset"/> and moves it on. Sent with 0 bytes: the file ends there.</summary>
    internal static SendOutcome SendFile(int socket, int file, ref long offset, int count, out int sent)
    {
        nint result;
        do
        {
            result = SendFile(socket, file, ref offset, (nuint)count);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        return Outcome(result, out sent);
    }

    /// <summary>Whatever else went wrong (EPIPE and ECONNRESET nearly always), this connection is of no more use.</summary>
    private static SendOutcome Outcome(nint result, out int sent)
    {
        sent = (int)Math.Max(0, result);
        return result >= 0 ? SendOutcome.Sent
            : Marshal.GetLastPInvokeError() == TryAgain ? SendOutcome.WouldBlock
            : SendOutcome.Closed;
    }

    // No SuppressGCTransition: sending a megabyte takes far longer than a collection may be held up.
    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    private static partial nint SendFile(int socket, int file, ref long offset, nuint count);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int file, int command, int argument);
}
