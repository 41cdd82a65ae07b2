class Attractor < Formula
  desc "Runs pipelines of coding agents written as Graphviz DOT graphs"
  url "@URL@"
  version "@VERSION@"
  sha256 "@SHA256@"
  license "Apache-2.0"

  depends_on "git"

  def install
    share.install Dir["share/*"]
    libexec.install Dir["*"] - ["share"]
    bin.install_symlink libexec/"bin/attractor"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/attractor --version")
    system bin/"attractor", "validate", libexec/"examples/quickstart/quickstart.dot"
  end
end
