using Microsoft.EntityFrameworkCore;

// Types that break the rules, to prove that each rule can fail.
namespace Netflix.Architecture.Tests.Samples.Features
{
    internal static class GoodSlice
    {
        internal sealed record Request(int Number);
    }

    internal class OpenSlice;

    internal static class SliceWithOpenRequest
    {
        internal record Request(int Number);
    }
}

namespace Netflix.Architecture.Tests.Samples
{
    internal sealed class Verbal
    {
        public Guid Id { get; init; }
        public string Name { get; private set; } = "";
        internal void Rename(string name) => Name = name;
    }

    internal sealed class Settable
    {
        public Guid Id { get; init; }
        public string Name { get; set; } = "";
    }

    internal sealed class SampleContext() : DbContext(new DbContextOptionsBuilder().UseNpgsql("Host=none").Options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Verbal>();
            modelBuilder.Entity<Settable>();
        }
    }

    internal sealed record ShowTitle(Guid Id);

    internal sealed record TitlePublished(Guid Id);

    internal record TitleHidAndClosed(Guid Id);

    internal sealed class TitleClosed;
}
