import { normalizedDistribution } from "../gate/hallucination/knownNames.ts";

/**
 * Well-known modules whose distribution has another name. The gate has a longer list, as a file; this is what a prompt
 * needs without one.
 */
const distributions: ReadonlyMap<string, string> = new Map([
  ["attr", "attrs"],
  ["Bio", "biopython"],
  ["bs4", "beautifulsoup4"],
  ["Crypto", "pycryptodome"],
  ["cv2", "opencv-python"],
  ["dateutil", "python-dateutil"],
  ["docx", "python-docx"],
  ["dotenv", "python-dotenv"],
  ["faiss", "faiss-cpu"],
  ["fitz", "pymupdf"],
  ["git", "gitpython"],
  ["grpc", "grpcio"],
  ["jose", "python-jose"],
  ["jwt", "pyjwt"],
  ["Levenshtein", "python-levenshtein"],
  ["magic", "python-magic"],
  ["MySQLdb", "mysqlclient"],
  ["mpl_toolkits", "matplotlib"],
  ["nacl", "pynacl"],
  ["OpenSSL", "pyopenssl"],
  ["PIL", "pillow"],
  ["pkg_resources", "setuptools"],
  ["pptx", "python-pptx"],
  ["psycopg2", "psycopg2-binary"],
  ["pylab", "matplotlib"],
  ["serial", "pyserial"],
  ["skimage", "scikit-image"],
  ["sklearn", "scikit-learn"],
  ["slugify", "python-slugify"],
  ["usb", "pyusb"],
  ["wx", "wxpython"],
  ["yaml", "pyyaml"],
  ["zmq", "pyzmq"],
]);

/** Normalized names of the distributions that may bring a module, the likeliest first: `sklearn.svm` → scikit-learn. */
export function distributionsOf(module: string): readonly string[] {
  const [first = ""] = module.split(".");
  const written = distributions.get(first);
  const name = normalizedDistribution(first);
  // Namespaces carry many: google.cloud.storage comes from google-cloud-storage.
  const namespaced = module.split(".").length > 1 ? [normalizedDistribution(module)] : [];
  return [
    ...(written === undefined ? [] : [written]),
    ...namespaced,
    name,
    ...[`python-${name}`, `py${name}`, `${name}-python`, `django-${name}`],
    ...(first === "cv2" ? ["opencv-python-headless", "opencv-contrib-python"] : []),
  ];
}
